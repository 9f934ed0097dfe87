#!/bin/sh
# Makes the font files of this folder: subsets of Inter, JetBrains Mono and Noto Sans CJK SC (all under the OFL, texts beside).
# Needs Debian's fonts-inter, fonts-jetbrains-mono, fonts-noto-cjk and fonttools. Kerning and ligatures are left out:
# every picture is drawn glyph by glyph with plain advances, so that all of them have the same widths.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
subset() {  # source, target, further options
  source=$1; target=$2; shift 2
  pyftsubset "$source" --output-file="$here/$target" --layout-features='' --drop-tables+=GSUB,GPOS,GDEF,DSIG,meta,STAT \
    --name-IDs='0,1,2,3,4,5,6,13,14,16,17' --name-languages='0x409' --no-recalc-timestamp --notdef-outline "$@"
}
# Latin, Greek, punctuation, thin spaces, super- and subscripts, arrows, mathematics, boxes and geometric shapes, check marks.
latin='U+0020-017F,U+0192,U+02C6,U+02DC,U+0370-03FF,U+1D40,U+2000-206F,U+2070-209F,U+20AC,U+2122,U+2150-215F,U+2190-21FF'
latin="$latin,U+2200-22FF,U+2308-230B,U+23CE,U+2318,U+2325,U+232B,U+2500-25FF,U+2713,U+2717,U+27E8,U+27E9"
for weight in Regular Medium SemiBold Bold; do
  subset "/usr/share/fonts/opentype/inter/Inter-$weight.otf" "Inter-$weight.otf" --unicodes="$latin"
  subset "/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-$weight.ttf" "JetBrainsMono-$weight.ttf" --unicodes="$latin"
done
# Chinese: GB 2312 level 1 (the 3755 commonest characters), its punctuation, full-width forms, and whatever the Chinese words use.
characters=$(mktemp)
trap 'rm -f "$characters"' EXIT
python3 - "$here/../languages" > "$characters" <<'PYTHON'
import pathlib, sys
cells = [bytes([row + 0xA0, cell + 0xA0]) for row in range(16, 56) for cell in range(1, 95)]
text = set("".join(c.decode("gb2312", "ignore") for c in cells))
text |= {chr(c) for block in [(0x3000, 0x3020), (0xFF01, 0xFF5F)] for c in range(*block)} | set("—…‘’“”·⋯∇⇄①②③④⑤⑥⑦⑧⑨⑩")
for words in pathlib.Path(sys.argv[1]).glob("*zh.json"):
    text |= {c for c in words.read_text(encoding="utf-8") if ord(c) >= 0x2E80}
sys.stdout.buffer.write("".join(sorted(text)).encode("utf-8"))
PYTHON
collection_face=2  # Noto Sans CJK SC within the collection
for weight in Regular Bold; do
  subset "/usr/share/fonts/opentype/noto/NotoSansCJK-$weight.ttc" "NotoSansSC-$weight.otf" --font-number=$collection_face \
    --text-file="$characters" --no-hinting --desubroutinize
done
ls -l "$here"
