#!/usr/bin/env bash
# Builds a fuzzer into .build/fuzz and runs it: libFuzzer with AddressSanitizer, which come with the toolchain.
#
#     Fuzz/run.sh SQLParser 60 [option or directory ...]    for so many seconds; 0 is for ever
#     Fuzz/run.sh SQLParser record                          writes corpus.txt anew from what runs have learned
#
# It begins with Fuzz/TARGET/corpus.txt, keeps what else it learns in .build/fuzz/TARGET/corpus, and leaves an input that
# fails in .build/fuzz/TARGET/findings. Options are libFuzzer's; a directory holds more inputs to begin with.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ $# -lt 2 ]; then
    sed -n '2,/^set/{/^#/p}' "$0" >&2
    exit 64
fi
target=$1
duration=$2
shift 2

# The modules that are fuzzed, those that they are built from, lowest first, and the files of the harness.
case $target in
    SQLParser)
        fuzzed=PlanSQL
        modules="PlanSupport PlanDiagnostics PlanSQL"
        harness="Fuzz/SQLParser/Harness.swift Tests/PlanSQLTests/ParserProperty.swift"
        words="Sources/PlanSQL/Lexer Sources/PlanSQL/Parser Sources/PlanSQL/Syntax"
        ;;
    *)
        echo "$0: no such target: $target" >&2
        exit 64
        ;;
esac
out=.build/fuzz/$target
rm -rf "$out/begin" "$out/merged"
mkdir -p "$out/begin" "$out/corpus" "$out/findings" "$out/merged"

# MARK: Build

compile() {
    swiftc -swift-version 6 -O -g -wmo -parse-as-library -package-name plan -sanitize=address -I "$out" \
        -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault \
        -enable-upcoming-feature MemberImportVisibility -Xcc -fmodule-map-file=Sources/CLinux/module.modulemap \
        -Xcc -fmodule-map-file=Sources/COpenSSL/module.modulemap \
        -Xcc -fmodule-map-file=Sources/CXXHash/module.modulemap \
        -Xcc -fmodule-map-file=Sources/CZlib/module.modulemap -c "$@"
}

objects=()
for module in $modules; do
    options=(-module-name "$module" -emit-module -emit-module-path "$out/$module.swiftmodule")
    # Only what is looked at counts as covered.
    if [ "$module" = "$fuzzed" ]; then options+=(-sanitize=fuzzer); fi
    mapfile -t sources < <(find "Sources/$module" -name '*.swift' | sort)
    compile "${options[@]}" -o "$out/$module.o" "${sources[@]}"
    objects+=("$out/$module.o")
done
# shellcheck disable=SC2086
compile -module-name Harness -o "$out/Harness.o" $harness
# GNU's linker complains of the sanitizer's own symbols, at length.
swiftc -sanitize=fuzzer -sanitize=address -parse-as-library -use-ld=lld -lcrypto -lxxhash -lz "${objects[@]}" "$out/Harness.o" \
    -o "$out/fuzzer"

# What the lexer and the parser ask for is what a mutation may insert.
# shellcheck disable=SC2086
grep -rhoE '"[A-Z_]{2,}"' $words | sort -u >"$out/words"
if [ -f "Fuzz/$target/symbols" ]; then cat "Fuzz/$target/symbols" >>"$out/words"; fi

# MARK: Corpus

# One input a line: what is no printable character of ASCII, and the backslash, as \xHH.
unpack() {
    local number=0 line
    while IFS= read -r line; do
        printf '%b' "$line" >"$1/$number"
        number=$((number + 1))
    done
}

pack() {
    local input
    for input in "$1"/*; do
        od -An -v -tu1 "$input" | awk '
            { for (i = 1; i <= NF; i++) printf($i >= 32 && $i < 127 && $i != 92 ? "%c" : "\\x%02x", $i) }
            END { print "" }'
    done | LC_ALL=C sort
}

# libFuzzer reports a trap. Swift's own report of it would wait for ever on a sanitizer's memory.
export SWIFT_BACKTRACE=enable=no
ASAN_SYMBOLIZER_PATH=$(command -v llvm-symbolizer || true)
export ASAN_SYMBOLIZER_PATH
# What was freed is kept for a while to catch its use. By default that alone may be half of the memory allowed.
export ASAN_OPTIONS=quarantine_size_mb=32

unpack "$out/begin" <"Fuzz/$target/corpus.txt"
if [ "$duration" = record ]; then
    # What each input reaches counts, and not how often, which keeps them few.
    "$out/fuzzer" -set_cover_merge=1 -use_counters=0 -max_len=4096 "$out/merged" "$out/begin" "$out/corpus"
    pack "$out/merged" >"Fuzz/$target/corpus.txt"
    exit
fi

# MARK: Run

exec "$out/fuzzer" -max_total_time="$duration" -max_len=4096 -timeout=5 -rss_limit_mb=512 -print_final_stats=1 \
    -dict="$out/words" -artifact_prefix="$out/findings/" "$@" "$out/corpus" "$out/begin"
