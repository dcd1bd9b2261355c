"""The features of an industrial camera: a real GenApi node map, over a description in which they are plain values."""

from typing import Any

import pytest

_GUID = "11111111-1111-1111-1111-11111111111"
_NAMESPACE = "http://www.genicam.org/GenApi/Version_1_1"
_COLOURS = ("Red", "Green", "Blue")


def node_map() -> Any:
    """Exposure, gain and white balance by colour, each with its automatic switched on."""
    genapi = pytest.importorskip("genicam.genapi")
    nodes = genapi.NodeMap()
    nodes.load_xml_from_string(_description())
    return nodes


def _description() -> str:
    names = ["ExposureTime", "Gain", "ExposureAuto", "GainAuto", "BalanceWhiteAuto", "BalanceRatioSelector"]
    features = "".join(f"<pFeature>{name}</pFeature>" for name in (*names, "BalanceRatio"))
    entries = "".join(f'<EnumEntry Name="{name}"><Value>{i}</Value></EnumEntry>' for i, name in enumerate(_COLOURS))
    indexed = "".join(f'<pValueIndexed Index="{i}">{name}</pValueIndexed>' for i, name in enumerate(_COLOURS))
    values = zip(_COLOURS, (1.5, 1.0, 2.0), strict=True)
    nodes = [
        f'<Category Name="Root">{features}</Category>',
        _number("ExposureTime", 10_000, "<Min>10</Min><Max>100000</Max>"),
        _number("Gain", 0, "<Min>0</Min><Max>20</Max>"),
        *(_automatic(name) for name in ("ExposureAuto", "GainAuto", "BalanceWhiteAuto")),
        f'<Enumeration Name="BalanceRatioSelector">{entries}<pValue>Chosen</pValue>'
        "<pSelected>BalanceRatio</pSelected></Enumeration>",
        '<Integer Name="Chosen"><Value>0</Value></Integer>',
        f'<Float Name="BalanceRatio"><pIndex>Chosen</pIndex>{indexed}<pValueDefault>Red</pValueDefault></Float>',
        *(_number(name, value) for name, value in values),
    ]
    versions = "".join(f'{name}Version="{int(name.endswith("Major"))}" ' for name in ("Major", "Minor", "SubMinor"))
    schema = 'SchemaMajorVersion="1" SchemaMinorVersion="1" SchemaSubMinorVersion="0"'
    head = f'ModelName="Test" VendorName="Test" StandardNameSpace="None" {schema} {versions}'
    guids = f'ProductGuid="{_GUID}1" VersionGuid="{_GUID}2" xmlns="{_NAMESPACE}"'
    return f"<RegisterDescription {head}{guids}>{''.join(nodes)}</RegisterDescription>"


def _number(name: str, value: float, bounds: str = "") -> str:
    return f'<Float Name="{name}"><Value>{value}</Value>{bounds}</Float>'


def _automatic(name: str) -> str:
    entries = (
        '<EnumEntry Name="Off"><Value>0</Value></EnumEntry><EnumEntry Name="Continuous"><Value>1</Value></EnumEntry>'
    )
    return f'<Enumeration Name="{name}">{entries}<Value>1</Value></Enumeration>'
