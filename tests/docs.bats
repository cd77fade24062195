# What the documents say is true: their commands run, their links and names exist.

load helpers

# The lines of the ```sh blocks of a file.
commands_of() {
    awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$1"
}

@test "every command of the READMEs runs on the demo, in their order" {
    for readme in README.md README.zh-CN.md; do
        rm -rf ./* && demo
        [ "$(commands_of "$TOP/$readme" | wc -l)" -ge 8 ]
        while read -r line; do
            capture_sh "$line"
            [ "$status" -eq 0 ] || { [[ $line = *--rejects* ]] && [ "$status" -eq 3 ]; } || fault "$readme: $line: status $status: $err"
        done < <(commands_of "$TOP/$readme")
    done
    no_faults
}

@test "both READMEs show the same commands" {
    diff <(commands_of "$TOP/README.md") <(commands_of "$TOP/README.zh-CN.md")
}

@test "every link of the documents leads to a file" {
    while IFS=: read -r file link; do
        link=${link#*](}
        link=${link%)}
        [[ $link = http* ]] && continue
        [ -e "$(dirname "$file")/$link" ] || fault "$file: $link"
    done < <(grep -oHE '\[[^]]*\]\([^)#]*\)' "$TOP"/*.md "$TOP"/docs/*.md "$TOP"/share/*/README.md)
    no_faults
}

@test "every file and folder that the documents name in code exists" {
    while IFS=: read -r file name; do
        name=${name//\`/}
        [ -e "$TOP/$name" ] || fault "$file: $name"
    done < <(grep -oHE '`(share|lib|tests|cmd|docs|bench|schema|po)/[a-z0-9_./-]*`' "$TOP"/*.md "$TOP"/docs/*.md "$TOP"/share/*/README.md |
        grep -v '<room>' | grep -vE 'NAME|NNNN')
    no_faults
}

@test "make knows every target that the documents name" {
    for target in $(grep -ohE '^    make [a-z]+' "$TOP/README.md" "$TOP/CONTRIBUTING.md" | awk '{ print $2 }' | sort -u); do
        grep -qE "^$target:" "$TOP/Makefile" "$TOP"/mk/*.mk || fault "make $target"
    done
    no_faults
}

@test "every ladder, hold reason, path and metric that ships is explained in docs/policies.md" {
    explained=$TOP/docs/policies.md
    for name in $(tail -n +2 "$TOP/share/policies/ladders.csv" | cut -d , -f 1 | sort -u) \
        $(tail -n +2 "$TOP/share/paths/paths.csv" | cut -d , -f 1 | sort -u); do
        grep -q "^| $name |" "$explained" || fault "$name has no row"
    done
    for name in $(tail -n +2 "$TOP/share/policies/holds.csv" | cut -d , -f 1,2 | tr ',' '_'); do
        grep -qF "${name%_*} ${name##*_}" "$explained" || fault "${name%_*} ${name##*_} is not named"
    done
    for name in $(tail -n +2 "$TOP/share/policies/default.csv" | cut -d , -f 11 | sort -u); do
        grep -qE "^\|[a-z_, ]*\b$name\b[a-z_, ]*\|" "$explained" || fault "$name has no row"
    done
    no_faults
}
