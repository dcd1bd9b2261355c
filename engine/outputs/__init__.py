"""Where results go besides the records: a log line, a TCP/JSON line, a Modbus handshake. All off by default."""

from engine.outputs.base import Output, Result

__all__ = ["Output", "Result"]
