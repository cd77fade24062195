#!/usr/bin/env bats
# What others on the host, and what comes from outside, may try: a test for each way in that docs/trust.md lists and that
# no other file tests. The table there names every test, here and elsewhere; the last test compares.

load helpers

scratch() {
    export CS_DB=$WORK/s.db CS_NOW=2026-03-02T10:00:00+08:00 CS_ACTOR=clerk
    if [ -f "$BATS_FILE_TMPDIR/start.db" ]; then # made once a file
        cp "$BATS_FILE_TMPDIR/start.db" "$CS_DB"
        return
    fi
    cs-db init -q
    printf 'code,name,kind\nP01,听澜苑,project\n' | cs-org unit import -q
    printf 'code,project,place\nH1,P01,3-2-1801\n' | cs-org home import -q
    printf 'code,name,phone,email\nK1,Clerk,13700001111,k1@firm.example\n' | cs-org staff import -q
    printf 'unit,role,staff\nP01,care,K1\nP01,engineer,K1\nP01,head,K1\n' | cs-org post import -q
    printf 'external_id,name,phone\nC1,王女士,13800001234\nC2,李先生,13900005678\n' | cs-customer import -q --source crm
    printf 'external_id,kind,priority,project,room,reporter,phone,subject,occurred_at\n%s\n' \
        'T1,repair,1,P01,3-2-1801,王女士,13800001234,secret leak,2026-03-01T09:00' | cs-ticket import -q --source line
    cp "$CS_DB" "$BATS_FILE_TMPDIR/start.db"
}

# Everything that was made in a folder, but by the test itself (its names end in .txt): for the owner alone?
private() { # FOLDER
    find "$1" ! -name '*.txt' -mindepth 1 -perm /077 -printf '%p has mode %m\n'
}

# ---- another local user ----

@test "umask 000 in a folder that all may write: each file that any program makes is the owner's alone" {
    umask 000
    mkdir shared && chmod 777 shared && cd shared
    scratch
    CS_DB=$PWD/s.db
    cs-db init -q
    echo 'C9,' >r.txt
    printf 'external_id,name,kind\nC3,A,buyer\nC4,B,nobody\n' | cs-customer import -q --source crm --rejects rejects.csv || [ $? -eq 3 ]
    cs-db backup -q backup.db
    cs-db forget --yes -q C3
    cs-db restore --yes -q backup.db
    cs-escalate run -q >alerts.txt
    cs-ticket list --unmask -q >list.txt
    env -u CS_DB cs-db init -q
    for name in s.db s.db-lock s.db.forgotten s.db.before-restore rejects.csv backup.db; do
        [ -e "$name" ] || fault "$name was not made"
    done
    [ -z "$(private .)" ] || fault "$(private .)"
    [ -z "$(private "$XDG_DATA_HOME")" ] || fault "$(private "$XDG_DATA_HOME")"
    no_faults
}

@test "no file is ever open to others, not while it is written either" {
    command -v strace >/dev/null || skip 'strace is not there (make torture installs it)'
    [ -z "${CS_SANITIZED:-}" ] || skip 'a sanitizer does not run under strace'
    strace -c true 2>/dev/null >&2 || skip 'strace may not trace here'
    scratch
    umask 000
    head -c 300000 /dev/zero | tr '\0' 'x' >long.txt
    while read -r line; do
        # shellcheck disable=SC2086 # a command and its words
        strace -f -qq -o trace.txt -e trace=open,openat,creat,mkdir,mkdirat,chmod,fchmod,umask $line >/dev/null 2>&1 </dev/null || true
        sed -n '1,/umask(077)/p' trace.txt | grep -q O_CREAT && fault "$line opens a file before its umask"
        grep -q 'umask(077)' trace.txt || fault "$line sets no umask"
        grep -E 'umask\(' trace.txt | grep -v 077 && fault "$line sets another umask"
        grep -E 'chmod.*0[0-7]?[0-7][1-7][0-7]*\)' trace.txt | grep -vE '0(600|700)\)' && fault "$line opens a file to others"
    done <<'END'
cs-customer import --source crm nothing.csv
cs-db backup b.db
cs-db forget --yes C1
cs-db restore --yes b.db
cs-ticket list -o csv
cs-escalate run
cs-calendar list
END
    no_faults
}

@test "another user reads nothing of the store, its log, its copies and its list of the erased" {
    [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null || skip 'only root can become another user'
    chmod 755 "$BATS_TEST_TMPDIR" "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR"/* 2>/dev/null || true
    mkdir -m 755 "$WORK/open" && cd "$WORK/open" && chmod 755 "$WORK"
    scratch
    CS_DB=$WORK/open/s.db
    cs-db init -q
    printf 'external_id,name,phone\nC1,王女士,13800001234\n' | cs-customer import -q --source crm
    cs-db backup -q copy.db
    flock -s "$CS_DB-lock" cs-customer consent C1 --purpose survey --given yes -q || true # so that the log stays
    cs-db forget --yes -q C1
    nobody() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
    nobody test -x . || skip 'the other user does not get here'
    for file in "$CS_DB"* copy.db; do
        ! nobody cat "$file" >/dev/null 2>&1 || fault "$file can be read"
        ! nobody sh -c 'echo x >>"$1"' x "$file" 2>/dev/null || fault "$file can be written"
    done
    capture nobody env HOME=/nonexistent CS_DB="$CS_DB" "$BIN_DIR/cs-customer" list
    [ "$status" -eq 1 ] || [ "$status" -eq 126 ] || [ "$status" -eq 127 ] || fault "cs-customer list ended with $status"
    [ ! -s "$OUT" ] || fault "it told something"
    no_faults
}

@test "links planted at names that can be guessed lead no program to write elsewhere" {
    scratch
    rm -f s.db-*
    printf 'external_id,name,kind\nC4,B,nobody\n' >bad.csv
    for name in s.db-lock s.db-wal s.db-shm s.db-journal s.db.forgotten rejects.csv backup.db; do
        echo precious >victim
        ln -s victim "$name"
        cs-customer import -q --source crm --rejects rejects.csv bad.csv >/dev/null 2>&1 || true
        cs-ticket note -q --note x 1 >/dev/null 2>&1 || true
        cs-db forget --yes -q C2 >/dev/null 2>&1 || true
        cs-db backup -q backup.db >/dev/null 2>&1 || true
        [ "$(cat victim)" = precious ] || fault "$name led to another file: $(head -c 60 victim)"
        rm -f "$name" victim rejects.csv backup.db s.db-*
    done
    no_faults
    cs-db check -q
}

@test "a link in the store's place that another user laid is refused" {
    [ "$(id -u)" -eq 0 ] || skip 'only root can lay a link for another user'
    scratch
    ln -s s.db way.db && chown -h 65534 way.db
    capture cs-ticket list --db way.db
    status_is 1
    err_has 'is a link that another user has laid'
}

# ---- the same, by ps ----

@test "no program but cs-notify starts another, and none goes through a shell" {
    [ -z "${CS_SANITIZED:-}" ] || skip 'a sanitizer starts programs of its own'
    for bin in $(binaries); do
        names=$(nm -D --undefined-only "$BIN_DIR/$bin" | awk '{ print $2 }' | sed 's/@.*//')
        ! grep -qxE 'system|popen|execl|execlp|execvp|wordexp' <<<"$names" || fault "$bin: $(grep -xE 'system|popen|execl|execlp|execvp|wordexp' <<<"$names")"
        [ "$bin" = cs-notify ] || ! grep -qE '^(exec|posix_spawn|fork|vfork)' <<<"$names" || fault "$bin: $(grep -E '^(exec|posix_spawn|fork|vfork)' <<<"$names")"
    done
    no_faults
}

@test "the arguments of a sender hold no phone, address, name or text; what it needs is in its environment" {
    scratch
    CS_NOW=2026-03-02T12:00:00+08:00 cs-escalate run -q >/dev/null
    cat >recorder <<'END'
#!/bin/sh
tr '\0' '\n' </proc/$$/cmdline >>"$0.argv"
env >>"$0.env"
cat >>"$0.text"
END
    chmod +x recorder
    CS_NOW=2026-03-02T12:30:00+08:00 cs-notify send -q --via "$PWD/recorder" --digest 2>/dev/null || cs-notify send -q --via "$PWD/recorder"
    [ -s recorder.argv ]
    ! grep -E '13700001111|13800001234|k1@firm|Clerk|王女士|secret|1801' recorder.argv
    grep -q '13700001111\|k1@firm' recorder.env
}

@test "a password in --db is refused before anything is opened, in a variable it is not shown" {
    for url in postgresql://u:geheim@host/db postgres://u:geheim@host:5432/db 'postgresql://u:geheim@/db?host=/run'; do
        capture cs-ticket list --db "$url"
        [ "$status" -eq 2 ] || fault "$url: status $status"
        [[ $err == *'does not belong on the command line'* && $err != *geheim* ]] || fault "$url: $err"
    done
    no_faults
}

# ---- a malicious store ----

# A store with one strange thing in it: strange SQL
strange() {
    rm -f bad.db*
    sqlite3 "$CS_DB" '.backup bad.db'
    sqlite3 -bail bad.db "$1"
}

@test "a store with a trigger, a view or a virtual table is not used, in words, by a reader or a writer" {
    scratch
    while read -r sql; do
        strange "$sql"
        before=$(sha256sum <bad.db)
        for line in 'cs-ticket list' 'cs-ticket note --note x 1' 'cs-db check' 'cs-db backup copy.db' 'cs-customer list --unmask'; do
            # shellcheck disable=SC2086 # a command and its words
            capture $line --db bad.db
            [ "$status" -eq 1 ] && [[ $err == *'which no store of cs-tools has'* ]] || fault "$sql: $line: $status $err"
            [ ! -s "$OUT" ] || fault "$sql: $line told something"
        done
        [ "$(sha256sum <bad.db)" = "$before" ] || fault "$sql: the file changed"
        capture cs-db restore --yes bad.db
        [ "$status" -eq 1 ] || fault "$sql: was restored"
    done <<'END'
CREATE TRIGGER t AFTER UPDATE ON ticket BEGIN DELETE FROM event; END
CREATE TRIGGER t AFTER INSERT ON audit BEGIN DELETE FROM audit; END
CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n
ALTER TABLE customer RENAME TO c0; CREATE VIEW customer AS SELECT * FROM c0
CREATE VIRTUAL TABLE f USING fts5(x)
END
    no_faults
    cs-db check -q
}

@test "functions in indexes, defaults, checks and generated columns of a store run nothing that reaches out" {
    scratch
    while read -r sql; do
        strange "$sql" 2>/dev/null || continue
        tried=$((${tried:-0} + 1))
        for line in 'cs-ticket list' 'cs-ticket note --note x 1' 'cs-customer list' 'cs-db check'; do
            # shellcheck disable=SC2086 # a command and its words
            capture timeout 20 $line --db bad.db
            [ "$status" -le 1 ] || fault "$sql: $line: $status"
            [ "$status" -eq 0 ] || [ -s "$ERR" ] || fault "$sql: $line: no word"
        done
        [ ! -e pwned ] || fault "$sql: a file was written"
    done <<'END'
CREATE INDEX x ON ticket (load_extension(subject))
CREATE INDEX x ON ticket (length(hex(zeroblob(1000))))
ALTER TABLE ticket ADD COLUMN g TEXT AS (writefile('pwned', 'x'))
ALTER TABLE ticket ADD COLUMN g TEXT AS (hex(zeroblob(100000)))
ALTER TABLE customer ADD COLUMN g TEXT DEFAULT 'x' CHECK (length(hex(randomblob(100000))) > 0)
ALTER TABLE event ADD COLUMN g TEXT AS (printf('%.*c', 1000000, 'x'))
END
    [ "$tried" -ge 3 ]
    no_faults
}

@test "a store whose tables are not those of this program is told by check, with what differs" {
    scratch
    for sql in 'ALTER TABLE ticket ADD COLUMN extra2 TEXT' 'DROP INDEX ticket_phone' 'ALTER TABLE contact DROP COLUMN note' \
        'DROP TABLE weather'; do
        strange "$sql"
        capture cs-db check --db bad.db
        case $sql in *ADD*) continue ;; esac # one column more harms nothing
        [ "$status" -eq 1 ] || fault "$sql: $status"
        [ -s "$ERR" ] || fault "$sql: no word"
    done
    no_faults
}

@test "forged pages, another program's number, a cut file: words, no crash, and the file as it was" {
    scratch
    sqlite3 "$CS_DB" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
    size=$(stat -c %s "$CS_DB")
    for at in 16 18 28 44 68 100 103 108 4096 4101 12290 "$((size / 2))"; do
        for byte in '\377' '\1\2\3\4\5\6\7\10'; do
            cp "$CS_DB" bad.db
            # shellcheck disable=SC2059 # the bytes are the format
            printf "$byte" | dd of=bad.db bs=1 seek="$at" conv=notrunc status=none
            before=$(sha256sum <bad.db)
            capture timeout 20 cs-ticket list --db bad.db
            [ "$status" -le 1 ] || fault "$at $byte: list ended with $status"
            [ "$status" -eq 0 ] || [ -s "$ERR" ] || fault "$at $byte: not a word"
            [ "$(sha256sum <bad.db)" = "$before" ] || fault "$at $byte: a reader changed the file"
        done
    done
    no_faults
}

# ---- reports, templates, policies, calendars, mappings from elsewhere ----

@test "a report from elsewhere reads and nothing more, sees masks, and is stopped" {
    scratch
    mkdir -p share && cp -r "$TOP/share/." share/ && chmod -R u+w share
    export CS_SHARE=$PWD/share
    report() { # SQL
        printf '%s\n' '-- title: Evil; 恶' '-- about: e; 恶' '-- column: x; text; X; 值' '' "$1" >share/reports/evil.sql
    }
    before=$(store_digest "$CS_DB")
    while read -r sql; do
        report "$sql"
        capture timeout 100 cs-report run evil -o csv
        [ "$status" -eq 1 ] && [[ $err == *'query was refused'* ]] || fault "$sql: status $status: $err"
    done <<'END'
ATTACH 'pwned' AS p
PRAGMA writable_schema = 1
SELECT load_extension('x') AS x
SELECT writefile('pwned', 'x') AS x
SELECT readfile('/etc/passwd') AS x
DELETE FROM ticket
INSERT INTO audit SELECT * FROM audit
SELECT 1 AS x; DROP TABLE ticket
CREATE TEMP TABLE t AS SELECT phone FROM customer
SELECT zeroblob(1000000000) AS x
SELECT fts3_tokenizer('x') AS x
VACUUM INTO 'pwned'
END
    report 'SELECT phone AS x FROM customer'
    capture cs-report run evil -o csv
    [ "$out" = $'x\n138****1234\n139****5678' ] || fault "a report tells $out $err"
    report 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS x FROM n'
    capture timeout 60 cs-report run evil --seconds 1
    [ "$status" -eq 1 ] && [[ $err == *second* ]] || fault "endless: status $status: $err"
    [ ! -e pwned ] || fault 'a file was written'
    [ "$(store_digest "$CS_DB")" = "$before" ] || fault 'the store changed'
    no_faults
}

@test "a template names partials of its own folder alone, ends, and escapes nothing into a header" {
    scratch
    CS_NOW=2026-03-02T12:00:00+08:00 cs-escalate run -q >/dev/null
    id=$(sqlite3 "$CS_DB" 'SELECT min(id) FROM message')
    name=$(sqlite3 "$CS_DB" "SELECT template FROM message WHERE id = $id")
    mkdir -p share && cp -r "$TOP/share/." share/ && chmod -R u+w share
    export CS_SHARE=$PWD/share CS_NOW=2026-03-02T12:00:00+08:00
    echo 'root:secret' >outside.txt
    for tag in '{{> ../../outside.txt}}' '{{> /etc/passwd}}' '{{> ..}}' '{{> a/b}}' '{{> self}}'; do
        for language in zh en; do
            printf 'Subject: x\n\n%s\n' "$tag" >"share/templates/$name.$language.txt"
        done
        printf '{{> self}}{{> self}}' | tee share/templates/self.zh.txt >share/templates/self.txt
        capture timeout 20 cs-notify render "$id"
        [ "$status" -le 1 ] || fault "$tag: status $status"
        ! grep -q 'root:' "$OUT" || fault "$tag leads outside"
        [ "$(stat -c %s "$OUT")" -lt 1000000 ] || fault "$tag floods"
    done
    no_faults
}

@test "ladders, limits, calendars and mappings that never end are refused with their line, or end" {
    scratch
    head -1 "$TOP/share/policies/ladders.csv" >head.txt
    sed -n 2p "$TOP/share/policies/ladders.csv" >row.txt
    before=$(store_digest "$CS_DB")
    # amounts out of all bounds
    head -1 "$TOP/share/policies/default.csv" >limits.csv
    sed -n 2p "$TOP/share/policies/default.csv" | sed -E 's/,[0-9]+(m|h|d|wd|hwt|mwt),/,999999999999999d,/' >>limits.csv
    capture timeout 20 cs-escalate policy import limits.csv
    [ "$status" -eq 1 ] || [ "$status" -eq 3 ] || fault "limits: $status $err"
    [[ $err == *limits.csv:2* ]] || fault "limits: $err"
    # weeks without an hour
    printf 'calendar,title,timezone,day,kind,hours\nempty,Empty,Asia/Shanghai,,,\n' >empty.csv
    capture timeout 20 cs-calendar import empty.csv
    [ "$status" -ge 1 ] && [ "$status" -le 3 ] || fault "calendar: $status $err"
    # a mapping onto itself
    printf '[column "kind"]\nto = kind\n[column "kind"]\nto = state\n' >twice.map
    printf 'external_id,kind\nM1,repair\n' >m.csv
    capture timeout 20 cs-ticket import --source m --map "$PWD/twice.map" m.csv
    [ "$status" -ge 1 ] && [[ $err == *twice.map* ]] || fault "mapping: $status $err"
    printf '[file]\nzone = ../../etc/passwd\n' >zone.map
    capture timeout 20 cs-ticket import --source m --map "$PWD/zone.map" m.csv
    [ "$status" -ge 1 ] || fault "zone: $status $err"
    [ "$(store_digest "$CS_DB")" = "$before" ] || fault 'the store changed'
    no_faults
}

# ---- PATH and environment ----

@test "a program under another user's rights refuses to run" {
    [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null || skip 'only root can make such a program'
    [ -z "${CS_SANITIZED:-}" ] || skip 'a sanitizer refuses first'
    place=$(mktemp -d) && chmod 755 "$place"
    cp "$BIN_DIR/cs-ticket" "$place/" && chmod 4755 "$place/cs-ticket"
    capture setpriv --reuid 65534 --regid 65534 --clear-groups "$place/cs-ticket" --version
    rm -rf "$place"
    [ "$status" -ne 126 ] || skip 'the file system runs nothing'
    [[ $err != '' ]] || skip 'the file system ignores the bit'
    status_is 1
    err_has 'set-user-id'
}

@test "PATH, IFS, TMPDIR, TZ, LANGUAGE and the like change no byte of what is told, and write nowhere" {
    scratch
    cs-ticket list -o csv >plain.txt
    mkdir trap && printf '#!/bin/sh\ntouch "%s/pwned"\n' "$PWD" >trap/sh && chmod +x trap/sh
    for name in gnuplot less cat sqlite3 iconv date; do cp trap/sh "trap/$name"; done
    for setting in "PATH=$PWD/trap:$PATH" IFS=/ "TMPDIR=/nonexistent" "TMPDIR=$PWD/plain.txt" 'TZ=:/etc/passwd' \
        "TZ=$(head -c 5000 /dev/zero | tr '\0' 'A')" 'LANGUAGE=%n%n%s' 'LANGUAGE=../../../../etc' 'LC_ALL=%s%n.UTF-8' \
        'LANG=../../etc/passwd' 'TERM=%s' 'COLUMNS=-1' 'COLUMNS=99999999999999' 'PAGER=touch pwned' 'CS_ACTOR=$(touch pwned)' \
        'SQLITE_TMPDIR=/nonexistent' 'HOME=' 'XDG_DATA_HOME=../..' 'NLSPATH=%n' 'OUTPUT_CHARSET=%s' 'TZDIR=/nonexistent'; do
        capture env "$setting" cs-ticket list -o csv
        [ "$status" -eq 0 ] || fault "${setting:0:40}: status $status: ${err:0:200}"
        cmp -s plain.txt "$OUT" || fault "${setting:0:40}: other bytes"
    done
    [ ! -e pwned ] || fault 'a trap was run'
    no_faults
}

@test "a pipe's records wait in a file that has no name, whatever TMPDIR says" {
    scratch
    mkdir -m 700 mine
    (
        printf 'external_id,name\nC7,X\n'
        sleep 0.3
        find mine /tmp -maxdepth 1 -newer head.txt -name 'cs*' 2>/dev/null >seen.txt
    ) | TMPDIR=$PWD/mine cs-customer import -q --source pipe
    [ -z "$(ls -A mine)" ]
    capture_sh "printf 'external_id,name\nC8,Y\n' | TMPDIR=/nonexistent cs-customer import -q --source pipe"
    [ "$status" -le 1 ]
    [ "$status" -eq 0 ] || [ -s "$ERR" ]
}

# ---- what the tables of docs/trust.md say ----

@test "each test that the table of threats names is there, in both languages alike" {
    for page in trust.md trust.zh-CN.md; do
        sed -n '/^## \(Threats\|威胁\)/,/^## /p' "$TOP/docs/$page" | grep -oE '`[a-z/-]+\.(bats|c): [^`]+`' | tr -d '`' >"$page.txt"
        [ "$(wc -l <"$page.txt")" -ge 30 ] || fault "$page names only $(wc -l <"$page.txt") tests"
        while IFS= read -r line; do
            file=${line%%: *} name=${line#*: }
            case $file in
            *.bats) grep -qF "@test \"$name" "$TOP/tests/$file" || fault "$page: $file has no test \"$name\"" ;;
            *.c) grep -qF "\"$name" "$TOP/tests/$file" || fault "$page: $file has no test \"$name\"" ;;
            esac
        done <"$page.txt"
    done
    cmp trust.md.txt trust.zh-CN.md.txt || fault 'the two pages name other tests'
    no_faults
    # and every test of this file stands in the table
    grep -oE '^@test "[^"]+' "$BATS_TEST_FILENAME" | cut -c 8- | while IFS= read -r name; do
        case $name in "each test that"*) continue ;; esac
        grep -qF "threats.bats: $name" trust.md.txt || echo "docs/trust.md does not name: $name"
    done >missing.txt
    [ ! -s missing.txt ] || { cat missing.txt; return 1; }
}
