"""The Modbus TCP server around the handshake (``pymodbus``, extra ``[plc]``). The PLC is the client."""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from engine.errors import ErrorCode, InspectError
from engine.outputs.base import Result
from engine.outputs.handshake import SIZE, Handshake
from engine.pipeline.parts import Trigger

log = logging.getLogger(__name__)
BEAT_S = 0.5
START_S = 10.0


class ModbusHandshake:
    """An output that also brings triggers. Raises InspectError if the port or the extra is missing."""

    name = "modbus"

    def __init__(
        self, address: tuple[str, int], unit: int, products: Mapping[str, int], fire: Callable[[Trigger], None]
    ) -> None:
        self._address, self._unit, self._fire = address, unit, fire
        self._handshake = Handshake(products)
        self.problem = ""
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._failure: Exception | None = None
        self._server: Any = None
        self._thread = threading.Thread(target=self._work, name="modbus", daemon=True)
        self._thread.start()
        self._started.wait(START_S)
        if self._failure is not None or self._server is None:
            self._thread.join(1.0)
            why = f"{address[0]}:{address[1]}: {self._failure or 'it does not start'}"
            raise InspectError(ErrorCode.OUTPUT_FAILED, name=self.name, why=why) from self._failure

    def ready(self, ready: bool) -> None:
        """READY follows the line."""
        self._handshake.ready(ready)

    def send(self, result: Result) -> None:
        """The verdict bits, if the PLC triggered this part."""
        self._handshake.result(result)

    def close(self) -> None:
        """Rest at reject long enough to be read, then stop the server."""
        self._handshake.close()
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._server.shutdown(), self._loop)
            self._thread.join(3.0)

    def _work(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except Exception as error:  # told to whoever waits for the start, or shown as the output's problem
            self._failure, self.problem = error, str(error)
            if self._server is not None:
                log.exception("modbus stopped")
        finally:
            self._started.set()
            self._loop.close()

    async def _serve(self) -> None:
        try:
            from pymodbus.server import ModbusTcpServer
            from pymodbus.simulator import DataType, SimData, SimDevice
        except ImportError as error:
            raise RuntimeError("install it with pip install 'uniad-inspect[plc]'") from error
        data = SimData(0, values=[0] * SIZE, datatype=DataType.REGISTERS)
        server = ModbusTcpServer(SimDevice(self._unit, simdata=[data], action=self._access), address=self._address)
        beat = asyncio.create_task(self._beat())
        try:
            await server.serve_forever(background=True)
            listener: Any = server.transport
            self.port = listener.sockets[0].getsockname()[1]
            self._server = server
            self._started.set()
            await server.serving
        finally:
            beat.cancel()

    async def _access(
        self, _function: int, start: int, address: int, _count: int, current: list[int], values: list[Any] | None
    ) -> None:
        """A request: reads see the handshake's registers; writes go to it, and come back as it leaves them."""
        if values is not None:
            trigger = self._handshake.write(address, [int(value) for value in values])
            if trigger is not None:
                self._fire(trigger)
        registers = self._handshake.registers()
        for index in range(len(current)):
            if start + index < SIZE:
                current[index] = registers[start + index]
        if values is not None:
            values[:] = registers[address : address + len(values)]

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_S)
            self._handshake.beat()
