# The programs of share/senders against a curl and a sendmail of our own: what they send, what stands in their
# arguments, which status means never and which later.

load helpers

SENDERS=$TOP/share/senders
SECRET=SEC0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef

# A curl that keeps its arguments and its settings, takes the JSON out as curl would, and answers $ANSWER.
fakes() {
    mkdir -p fake
    cat >fake/curl <<'CURL'
#!/bin/bash
printf '%s\n' "$@" >>"$FAKE/argv"
cat >"$FAKE/settings"
sed -n 's/^url = "\(.*\)"$/\1/p' "$FAKE/settings" >"$FAKE/url"
# curl's own unquoting: a backslash before a quote or a backslash
sed -n 's/^data-raw = "\(.*\)"$/\1/p' "$FAKE/settings" | sed 's/\\\([\\"]\)/\1/g' >"$FAKE/json"
[ "$ANSWER" != down ] || exit 6
printf '%s' "$ANSWER"
CURL
    cat >fake/sendmail <<'MAIL'
#!/bin/bash
printf '%s\n' "$@" >>"$FAKE/argv"
cat >"$FAKE/mail"
exit "${ANSWER:-0}"
MAIL
    chmod +x fake/*
    : >fake/argv
    export FAKE=$PWD/fake PATH=$PWD/fake:$PATH ANSWER='{"errcode":0,"errmsg":"ok","code":0}'
    export CS_MESSAGE_KEY=escalation:7:done:1:3:1 CS_MESSAGE_STAFF=G02 CS_MESSAGE_NAME=钱经理 CS_MESSAGE_ACCOUNT=qian.g \
        CS_MESSAGE_EMAIL=g02@hx.example CS_MESSAGE_PHONE=13700009001 CS_MESSAGE_TEMPLATE=escalation
    printf 'Subject: 【项目】完工超时1天：工单7 华府"一期"\n\n钱经理：\n\n第一行 \\ 反斜杠 "引号" $(id) `id` <at user_id="all"></at>\n\t电话 13800001234\n' >message
    printf 'url=https://robot.example/send?key=a-b_1\nsecret=%s\n' "$SECRET" >conf
    chmod 600 conf
}

# What a message is in a chat: the subject, a blank line, the text.
chat_text() {
    sed '1s/^Subject: //' message
}

nothing_personal() {
    ! grep -qE '钱经理|13700009001|13800001234|g02@|qian|华府|完工|robot.example|SEC0|key=a' fake/argv || {
        cat fake/argv
        return 1
    }
}

@test "wecom: text and mention as JSON, nothing personal and no address in the arguments" {
    fakes
    capture "$SENDERS/wecom" conf <message
    status_is 0
    silent_err
    [ "$(cat fake/url)" = 'https://robot.example/send?key=a-b_1' ]
    jq -e '.msgtype == "text" and .text.mentioned_list == ["qian.g"]' fake/json
    [ "$(jq -r .text.content fake/json)" = "$(chat_text)" ]
    nothing_personal
    CS_MESSAGE_ACCOUNT=@all capture "$SENDERS/wecom" conf <message
    jq -e '.text.mentioned_list == []' fake/json
}

@test "wecom: a long text is cut between characters to 2048 bytes" {
    fakes
    { printf 'Subject: 汇总\n\n' && for i in $(seq 300); do printf '第%s行：水\n' "$i"; done; } >message
    capture "$SENDERS/wecom" conf <message
    status_is 0
    bytes=$(jq -j .text.content fake/json | wc -c)
    [ "$bytes" -le 2048 ] && [ "$bytes" -gt 2040 ]
    jq -j .text.content fake/json | iconv -f utf-8 -t utf-8 >/dev/null
    jq -e '.text.content | endswith("…")' fake/json
}

@test "dingtalk: the address is signed by HMAC-SHA256 of time and secret" {
    fakes
    capture "$SENDERS/dingtalk" conf <message
    status_is 0
    url=$(cat fake/url)
    stamp=${url#*timestamp=} stamp=${stamp%%&*}
    sign=$(printf '%b' "$(sed 's/.*&sign=//; s/%/\\x/g' fake/url)")
    [ "$sign" = "$(printf '%s\n%s' "$stamp" "$SECRET" | openssl dgst -sha256 -hmac "$SECRET" -binary | base64)" ]
    now=$(date +%s)
    [ "${stamp%000}" -le "$now" ] && [ "${stamp%000}" -gt $((now - 60)) ]
    jq -e '.msgtype == "text" and .at == {atUserIds: ["qian.g"], isAtAll: false}' fake/json
    [ "$(jq -r .text.content fake/json)" = "$(chat_text)
@qian.g" ]
    nothing_personal
}

@test "feishu: time and signature stand in the body; what a customer wrote calls nobody" {
    fakes
    printf 'url=https://robot.example/hook/1\nsecret=short\n' >conf
    capture "$SENDERS/feishu" conf <message
    status_is 0
    stamp=$(jq -r .timestamp fake/json)
    [ "$(jq -r .sign fake/json)" = "$(printf '' | openssl dgst -sha256 -hmac "$(printf '%s\nshort' "$stamp")" -binary | base64)" ]
    # neither the customer's tag nor an account that could end one is left
    jq -e '.msg_type == "text" and (.content.text | contains("<") | not)' fake/json
    CS_MESSAGE_ACCOUNT=ou_1 capture "$SENDERS/feishu" conf <message
    jq -e '.content.text | endswith("<at user_id=\"ou_1\"></at>")' fake/json
    nothing_personal
    printf 'url=https://robot.example/hook/1\n' >conf
    capture "$SENDERS/feishu" conf <message
    jq -e 'has("sign") | not' fake/json
}

@test "sendmail: a mail in UTF-8 that reads back as it was, addressed by its head alone" {
    fakes
    export ANSWER=0
    echo from=care@hx.example >mail.conf
    chmod 600 mail.conf
    capture "$SENDERS/sendmail" mail.conf <message
    status_is 0
    [ "$(cat fake/argv)" = $'-t\n-i' ]
    grep -qx 'To: g02@hx.example' fake/mail
    grep -qx 'From: care@hx.example' fake/mail
    grep -qx 'Content-Type: text/plain; charset=UTF-8' fake/mail
    grep -qx 'X-CS-Key: escalation:7:done:1:3:1' fake/mail
    [ "$(awk '{ if (length > n) n = length } END { print n }' fake/mail)" -le 78 ]
    sed '1,/^$/d' fake/mail | base64 -d >body
    sed '1,2d' message | cmp - body
    subject=$(sed -n '/^Subject:/,/^Auto/p' fake/mail | grep -o '=?UTF-8?B?[^?]*?=' |
        while IFS='?' read -r _ _ _ word _; do printf %s "$word" | base64 -d; done)
    [ "Subject: $subject" = "$(head -n 1 message)" ]
}

@test "sendmail: an address that is none, or would forge a head or an option, is given up" {
    fakes
    export ANSWER=0
    for address in '' 'nobody' '-oQ/tmp@x' $'a@x.example\nBcc: b@x.example' 'a@x.example,b@x.example' 'a b@x.example'; do
        CS_MESSAGE_EMAIL=$address capture "$SENDERS/sendmail" <message
        [ "$status" -eq 67 ] || fault "\"$address\": status $status"
    done
    [ ! -e fake/mail ]
    ANSWER=67 capture "$SENDERS/sendmail" <message
    [ "$status" -eq 67 ] || fault "67 became $status"
    ANSWER=71 capture "$SENDERS/sendmail" <message
    [ "$status" -eq 75 ] || fault "71 became $status"
    no_faults
}

@test "what the server answers decides: sent, never, later" {
    fakes
    while read -r sender answer want; do
        ANSWER=$answer capture "$SENDERS/$sender" conf <message
        [ "$status" -eq "$want" ] || fault "$sender $answer: status $status, not $want"
        [ "$want" -eq 0 ] || [ -n "$err" ] || fault "$sender $answer: not a word"
        [[ $err != *robot.example* && $err != *SEC0* ]] || fault "$sender $answer tells its address: $err"
    done <<'EOF2'
wecom {"errcode":45009} 75
wecom {"errcode":93000} 78
wecom {"errcode":40058} 65
wecom {"errcode":-1} 75
wecom <html>busy</html> 75
wecom down 75
dingtalk {"errcode":310000} 78
dingtalk {"errcode":130101} 75
dingtalk {"errcode":460101} 65
feishu {"code":0} 0
feishu {"StatusCode":0} 0
feishu {"code":11232} 75
feishu {"code":19021} 78
feishu {"code":9499} 65
EOF2
    no_faults
}

@test "every sender is a program, named in the README, and plain sh" {
    for sender in "$SENDERS"/*; do
        case ${sender##*/} in README.md | lib.sh) continue ;; esac
        [ -x "$sender" ] || fault "$sender cannot be run"
        sh -n "$sender" || fault "$sender is no sh"
        grep -q "^| ${sender##*/} |" "$SENDERS/README.md" || fault "README.md does not name $sender"
    done
    no_faults
}

@test "settings that others can read, that are missing or strange are refused without sending" {
    fakes
    chmod 644 conf
    capture "$SENDERS/wecom" conf <message
    status_is 78
    err_has 'chmod 600'
    capture "$SENDERS/wecom" nowhere <message
    status_is 78
    for url in '' 'http://robot.example/x' 'https://robot.example/"x' 'ftp://robot.example/' $'https://a\\b'; do
        printf 'url=%s\n' "$url" >conf2
        chmod 600 conf2
        capture "$SENDERS/wecom" conf2 <message
        [ "$status" -eq 78 ] || fault "$url: status $status"
    done
    [ ! -s fake/argv ] || fault "curl ran"
    no_faults
}

@test "log appends whole messages, and cs-notify sends through it" {
    fakes
    "$SENDERS/log" out.txt <message
    "$SENDERS/log" out.txt <message
    [ "$(grep -c '^--- .* escalation:7:done:1:3:1 to G02 (escalation)$' out.txt)" -eq 2 ]
    [ "$(stat -c %a out.txt)" = 600 ]
    demo
    capture cs-notify send --limit 2 --via "$SENDERS/log" "$PWD/sent.txt"
    status_is 0
    [ "$(grep -c '^--- ' sent.txt)" -eq 2 ]
    mkdir -p "$HOME/.config/cs-tools"
    printf 'url=https://robot.example/send?key=a\n' >"$HOME/.config/cs-tools/wecom.conf"
    chmod 600 "$HOME/.config/cs-tools/wecom.conf"
    printf '#!/bin/sh\ncat >"%s/settings"\necho "{\\"errcode\\":0}"\n' "$FAKE" >fake/curl
    capture cs-notify send --limit 1 --via "$SENDERS/wecom"
    status_is 0
    grep -q 'robot.example' fake/settings
}
