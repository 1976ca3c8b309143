"""Builders of small office files, written part by part so that a test shows what is in them."""

from __future__ import annotations

import base64
import zipfile
import zlib
from typing import TYPE_CHECKING

from indexer.reading.odf import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from indexer.documents import Reading

_XMLNS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
META = (
    "<dc:title>Évaluer un contrat</dc:title><meta:initial-creator>Camille Martin</meta:initial-creator>"
    "<meta:creation-date>2024-05-17T09:00:00</meta:creation-date>"
)


def archive(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A zip archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


def opendocument(path: Path, kind: str, body: str, styles: str = "", meta: str = META, manifest: str = "") -> Path:
    """An OpenDocument file: `kind` is « text » or « spreadsheet », `styles` its automatic styles."""
    return archive(
        path,
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {_XMLNS}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {_XMLNS}><office:styles>"
            '<style:style style:name="Title" style:family="paragraph"/>'
            '<style:style style:name="Table" style:family="paragraph"/>'
            "</office:styles></office:document-styles>",
            "meta.xml": f"<office:document-meta {_XMLNS}><office:meta>{meta}</office:meta></office:document-meta>",
            "META-INF/manifest.xml": f"<manifest:manifest {_XMLNS}>{manifest}</manifest:manifest>",
        },
    )


def odt(path: Path, body: str, styles: str = "", meta: str = "") -> Path:
    """An OpenDocument text."""
    return opendocument(path, "text", body, styles, meta)


def ods(path: Path, tables: str, styles: str = "", meta: str = "") -> Path:
    """An OpenDocument spreadsheet."""
    return opendocument(path, "spreadsheet", tables, styles, meta)


def style(name: str, family: str, properties: str, attributes: str) -> str:
    """An automatic style: `style("T1", "text", "text", 'fo:color="#ffffff"')`."""
    return f'<style:style style:name="{name}" style:family="{family}"><style:{properties}-properties {attributes}/></style:style>'


RTF_HEAD = (
    "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\froman\\fcharset0 Times New Roman;}{\\f1\\fcharset238 Times CE;}}"
    "{\\colortbl;\\red255\\green255\\blue255;\\red0\\green0\\blue128;}"
    "{\\stylesheet{\\s0 Normal;}{\\s1 heading 1;}{\\s2 Titre 2;}{\\s3 Title;}{\\s4 toc 1;}{\\*\\cs10 Default Font;}}"
)


def rtf(path: Path, body: str, info: str = "") -> Path:
    """A Rich Text Format file; `body` has its control words, and letters beyond ASCII as Windows-1252 bytes."""
    escaped = "".join(
        character if ord(character) < 128 else f"\\'{character.encode('cp1252').hex()}" for character in info + body
    )
    path.write_bytes((RTF_HEAD + escaped + "}").encode("ascii"))
    return path


def blocks(reading: Reading) -> list[tuple[str, str]]:
    """Kind and words of each block."""
    return [(block.kind.value, block.text) for block in reading.blocks]


_XLS = (
    "c-rk)U2IfE6h3qJ?)GkJyW2tm3$81*(9$0YHCm(Cg#v<6F@V*WCQ{mMDRjHd(k5V{E+Q`m5{(b~fD#h^5)&0o^g#{u!35*)3lADi"
    "3W<pX6IY`#B)02!&dhEv%Qop2Vj^}n-<`SN%-s1o=ggV2-+og*cI-^mMaoI{lZPhKe)73E1r%pqf<%_#CerD2hEC6>|5O?`Im^(7"
    "{Ja3mya;drzme}8lh3AGD{Y}Te!~=|^)!e)LHnqXG#?t{{@!%@OiZ)gbkpqkGasMNZ$8I8z*P3nXFl712~Y}@0Rim-s2r#O<^uD8"
    "O3?|T1;9e!HlPYv1S|$_2SUIdKp40aSOQc7cL6oPQeYWS3)BJ2&72!d&RBtRGqBQdEy(YlJ);Uveg{(YdFkWQFInUw`-{+s_v}&8"
    "i%UQ!4Y6*tcMWuh|E;uE=Fp{h4(FhxtCbC1wde>?M(+y$i9A<}{vkyu+-h|CDJvqgKP=BB@+`ws(MQtfdtp{W6Mqmre?`ndQITq="
    "E*hYI+JTd>A1$irJX_cc(t_<nt&tjTbz`-9Y`-3xGGoWg$Xyh&OXxV;;X~2EXrgN%WEay3w$JK@>gwi@?WdD0mFA}Anvfl!Q*5R^"
    "Ju70d75k7vb~&A9i{+Qj##pSgv8QKDO!PSYnGU;-gL7f#c^1O|F+JWYkf;A0e;j+4Z=dUR`&2GpHwE7?1;2a>-k+Dx&Zjn)KcRU$"
    "mp?fLe`*T;bY9+@8P}QQU$f9CNomf5Nsr{^NuT5uNn7%{$s)<;CB5nGVzdY0bk4GWf>CUUj`R-<L=VEM#~rpFAC9N)otLABh|dW{"
    "qsjq@wjEY<1vUkLm3mr+_oYNAj`n#LO~x_GRc@g<DLz-uqM<|k75t!cPDSvHQ0TXy_Jj`X%YmnJ{(>|7n>L7-bo42@<#Jztd=Tqg"
    ")x4?&*~9UXgqQRzQT<pvwj&Wmp*A`guBo$`N%UYwTSt1*FlC22yxQY-JC(qs8daLyVz;c1@8C7ZcL^5Jg9Y<(S1t<*;&YAdi?3X|"
    "r>gB4;ggf%pc<A2HK_fl8MT*7k9v8&C~Y%t{eW;U$#ZG8|Icm9T;<wqIn`F@Dj&lk?8mG~gkxc}2DPxncVKk;SX(An^aN@gdQO&Y"
    ")5}gkdh@%N55CfXh=$*>PL-)At4trSl-U8t3Yv0*K6+I^I3?e`mb3D39v2rjoSoBd+=Rkf9QsY+O%%!Ui7HhZ-h+~rZRLe*Jf@YB"
    "FEG#h5|B~!n}s)Tww1@UvgGQ;Uw_^z7U|5VC7+?*V)tg@+SO6k`2L%}UTM?y9$doS`r4Ad9_h=^Pr-U*JfCo1$VF|}=iHuK+QJq|"
    "%L*~5fL!_(P@k+zxADNi@z;JbxpMtcpv}mG-!Jqy>tbr7*29#OX=%%BQq3}!ovIbyp9<!=uv%0s{kRYB$%9q}edyCZpXdS6E52Il"
    ")w!n92kY!}+#gbzOY*I4J=a@@%04sJq4H?6-a)s_!fu&4Gmx3%k{R8&%yN>#jo(wOW1yg8X$PaLHgL@GXn%Jiz9-&09A3Y-J30`)"
    "@7~63T|1)i9U|?u{k^@dHxhd(?J{PZCej&mx$e6(cJS!$S2ynrzWu60^~*l^j<@{{6Pqcsk*s_hO`O(gwrHn`*M?2ZmNaqOA>-dJ"
    "kLwtW`^1N$gG2lF4v>k<EE88nTyx1SCwF%o?RfS_<u2ds^^0G=@YRJQO^brBy^i%aTzzL9AD%f}r-?H&{yXSe<0B@nB@=6MeXFUD"
    "xcoiu)taH9j%Z>JT=unl#QWRQw32SsbTj||k^RrH!F+vKCXrHIeiEZ6Xg6+XJdfQ4&%Z+4o|aR(fd5s_6ld(L9plCj;cmtpcFkyf"
    "kLy2}>GY`wHf8O6Gor!hjOE8pzR>@F8qI$-`qH$OMzH=EB2Je5CTKyg$b^|;M51vpQ>R)pzPEt=ZvxI|$6tpLx@8Vg(ZIsy(>jCo"
    "uaaP8_WwUl{{Us&J?a"
)


def xls(path: Path) -> Path:
    """An .xls workbook, as LibreOffice 7.4 wrote it: no library that is kept writes this format.

    Its sheet has a header of two rows, formats, a hidden row and column, white letters; a second one is hidden.
    """
    path.write_bytes(zlib.decompress(base64.b85decode(_XLS)))
    return path
