#!/bin/sh
# account.sh -- people and programs at the door: first link, sign-in, sessions, forgery, rights, tokens.
. tests/e2e/lib.sh.inc
"$K" import programmes/*/programme.yaml >/dev/null
to() { [ "$(tr -d '\r' <"$T/head" | sed -n 's/^Location: //p')" = "$1" ]; }
head_has() { grep -qi -- "$1" "$T/head"; }
sql() { if [ -n "${KANMON_TEST_PG:-}" ]; then psql -qAt "$KANMON_TEST_PG" -c "SET search_path TO $schema" -c "$1"; else sqlite3 -cmd '.timeout 5000' "$KANMON_STORE" "$1"; fi; }
as() { COOKIE=$1 CSRF=$(command curl -sS -b "$1" "$URL/account" | sed -n 's/.*name="csrf" value="\([0-9a-f]*\)".*/\1/p' | head -1); }
cookie_of() { awk '$6 == "kanmon" {print $6 "=" $7}' "$T/jar"; }
enter() { # enter LOGIN PASSWORD [CURL...] -- a fresh browser signs in
    login=$1 password=$2; shift 2; COOKIE=
    get -c "$T/jar" --data-urlencode "login=$login" --data-urlencode "password=$password" "$@" "$URL/sign-in"
}
serve
first=$(sed -n 's|.*\(/first/[0-9a-f]*\).*|\1|p' "$T/serve.out")

# guests
get "$URL/"; check "a guest is sent to sign in" is 303; check "plainly" to /sign-in
get "$URL/programmes?q=a%20b&order=name"; check "and back to where he wanted" to '/sign-in?to=%2Fprogrammes%3Fq%3Da%2520b%26order%3Dname'
get "$URL/api/v1/programmes"; check "the API says 401" is 401; check "in JSON" sh -c 'jq -e ".error.status == 401" "$0"' "$T/page"; check "and how" head_has '^www-authenticate: bearer'
get "$URL/nothing"; check "what is not there is not there for guests" is 404

head -c 3000000 /dev/zero >"$T/large"; get -F "file=@$T/large" "$URL/sign-in"; check "a guest sends nothing large" is 401
get -H 'Transfer-Encoding: chunked' -F "file=@$T/large" "$URL/api/v1/intake"; check "nor in pieces" is 401
[ -n "${KANMON_TEST_PG:-}" ] || check "the store is its owner's only" [ "$(stat -c %a "$T/kanmon.db")" = 600 ]

# the first link
check "serve prints the first link" [ -n "$first" ]
get "$URL/sign-in?lang=en"; check "who comes without it is told of it" has "$T/page" "There is no administrator yet"; check "and is offered no search" fails has "$T/page" 'role="search"'
get "$URL$first"; check "it opens" is 200; check "and is kept by nobody" head_has '^cache-control: no-store'
try_first() { get -c "$T/jar" -d "login=$1" --data-urlencode "name=$2" --data-urlencode "password=$3" --data-urlencode "again=$4" "$URL$first"; }
try_first admin '関門 花子' short short; check "a short password is refused" is 422; check "with a reason" has "$T/page" 12
try_first admin '関門 花子' 'Password2026!!' 'Password2026!!'; check "a common one too" is 422
try_first admin '関門 花子' "$PASSWORD" "$PASSWORD."; check "and two that differ" is 422
try_first '<script>alert(1)</script>' '関門 花子' "$PASSWORD" "$PASSWORD"; check "a login is letters" is 422; check "and shown as text" fails grep -q '<script>alert' "$T/page"
get -H 'Origin: https://evil.example' -d "login=admin&name=x" --data-urlencode "password=$PASSWORD" --data-urlencode "again=$PASSWORD" "$URL$first"; check "not from another site" is 403
try_first admin '"><img src=x onerror=alert(1)>' "$PASSWORD" "$PASSWORD"; check "then it makes the administrator" is 303
ADMIN=$(cookie_of)
as "$ADMIN"; get "$URL/account"; check "who is signed in" is 200; check "whose name is text" fails grep -q '<img src=x' "$T/page"
COOKIE=; get "$URL$first"; check "a link is spent once" is 404
try_first second x "$PASSWORD" "$PASSWORD"; check "also by POST" is 404
for bad in /first/x "/first/%27%20OR%201=1--" /first/..%2f..%2fetc /invite/0000 "/invite/%00"; do get "$URL$bad"; check "no such link: $bad" sh -c 'grep -qE "400|404" "$0"' "$T/code"; done

# cookies
enter admin "$PASSWORD"; check "signing in" is 303; check "leads home" to /
check "the cookie is for the browser only" head_has '^set-cookie: kanmon=[0-9a-f]*; Path=/; SameSite=Lax; HttpOnly.$'
enter admin "$PASSWORD" -H 'X-Forwarded-Proto: https'
check "behind TLS it is bound to the host" head_has '^set-cookie: __Host-kanmon=[0-9a-f]*; Path=/; SameSite=Lax; HttpOnly; Secure.$'; check "and TLS is asked for" head_has '^strict-transport-security'
enter admin "$PASSWORD" -b 'kanmon=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'
check "a session put there by somebody else is not taken" fails grep -q 0123456789abcdef "$T/jar"
old=$(cookie_of); get -b "$old" -c "$T/jar" --data-urlencode "login=admin" --data-urlencode "password=$PASSWORD" "$URL/sign-in"
check "signing in again gives another session" [ "$old" != "$(cookie_of)" ]
COOKIE=; get -b "$old" "$URL/account"; check "and ends the one before" is 303
as "$(cookie_of)"; get "$URL/sign-out"; check "nobody is signed out by a link" is 405
get -d "csrf=$CSRF" "$URL/sign-out"; check "signing out" is 303; check "empties the browser's cache" head_has '^clear-site-data: "cache"'
get "$URL/account"; check "ends the session on the server" is 303; to_login=$(to '/sign-in?to=%2Faccount' && echo yes); check "wholly" [ "$to_login" = yes ]

# where to go after signing in
for evil in //evil.example https://evil.example '/\evil.example' '/%0d%0aX: y' 'javascript:alert(1)' '/ /evil.example' "/$(printf '\t')/evil.example" /sign-out; do
    enter admin "$PASSWORD" --data-urlencode "to=$evil"; check "not to $evil" to /
done
enter admin "$PASSWORD" --data-urlencode "to=/programmes?q=x"; check "but to a page of ours" to '/programmes?q=x'
COOKIE=; get "$URL/sign-in?to=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"; check "to= is text" fails grep -q '<script>alert' "$T/page"

# forgery
as "$ADMIN"
get -d label=x "$URL/account/tokens"; check "a form without its field is refused" is 403
get -d "label=x&csrf=00000000000000000000000000000000" "$URL/account/tokens"; check "or with a wrong one" is 403
get -H 'Sec-Fetch-Site: cross-site' -d "label=x&csrf=$CSRF" "$URL/account/tokens"; check "or from another site" is 403
get -H 'Sec-Fetch-Site: same-site' -d "label=x&csrf=$CSRF" "$URL/account/tokens"; check "or from a neighbour" is 403
get -H 'Origin: null' -d "label=x&csrf=$CSRF" "$URL/account/tokens"; check "or from nowhere" is 403
get -H "Origin: $URL" -d "label=x&csrf=$CSRF" "$URL/account/tokens"; check "and taken from our own page" is 200
enter admin "$PASSWORD" -H 'Sec-Fetch-Site: cross-site'; check "nobody is signed in from another site" is 403

# people
as "$ADMIN"
get -d "csrf=$CSRF&login=Taro&name=%3Cb%3Etaro&officer=1" "$URL/users"; check "an invitation" is 200; invite=$(grep -o "$URL/invite/[0-9a-f]*" "$T/page" | head -1)
check "is a whole address" [ -n "$invite" ]; check "names are text" fails grep -q '<b>taro' "$T/page"
get -d "csrf=$CSRF&login=taro&name=x&officer=1" "$URL/users"; check "a login is there once" is 409
get -d "csrf=$CSRF&login=jiro&name=x" "$URL/users"; check "a person has a role" is 422
enter taro "$PASSWORD"; check "an invited person cannot sign in yet" is 401
COOKIE=; get -c "$T/jar" --data-urlencode "name=太郎" --data-urlencode "password=$PASSWORD" --data-urlencode "again=$PASSWORD" "$invite"; check "the invitation is taken" is 303
TARO=$(cookie_of)
COOKIE=; get -b "$TARO" "$URL/ledger"; check "an officer sees the ledger" is 200
get -b "$TARO" "$URL/users"; check "and not the people" is 403; check "with the reason" has "$T/page" officer
as "$ADMIN"; get -d "csrf=$CSRF&reader=1" "$URL/users/taro/roles"; check "roles are changed" is 303
COOKIE=; get -b "$TARO" "$URL/ledger"; check "and hold at once" is 403
as "$ADMIN"; get -d "csrf=$CSRF&reader=1" "$URL/users/admin/roles"; check "the last administrator stays" is 409
get -d "csrf=$CSRF" "$URL/users/admin/close"; check "and cannot be closed" is 409
get -d "csrf=$CSRF&operator=1&guest=1" "$URL/users/taro/roles"; check "nobody is made operator" is 422
get -d "csrf=$CSRF" "$URL/users/taro/link"; reset=$(grep -o "$URL/invite/[0-9a-f]*" "$T/page" | head -1); check "a link for a new password" [ -n "$reset" ]
COOKIE=; get --data-urlencode "password=another lantern in the snow" --data-urlencode "again=another lantern in the snow" "$reset"; check "is taken" is 303
get -b "$TARO" "$URL/account"; check "and ends what was open" is 303
enter taro 'another lantern in the snow'; check "the new password is right" is 303; TARO=$(cookie_of)
as "$TARO"; get -d "csrf=$CSRF" --data-urlencode "old=wrong wrong wrong" --data-urlencode "password=$PASSWORD" --data-urlencode "again=$PASSWORD" "$URL/account/password"; check "one's own needs the old one" is 422
get -d "csrf=$CSRF" --data-urlencode "old=another lantern in the snow" --data-urlencode "password=$PASSWORD" --data-urlencode "again=$PASSWORD" "$URL/account/password"; check "and is changed" is 200
get "$URL/account"; check "this browser stays" is 200

# a change of password ends what programs were given, unless it is to stay
mine() { "$K" user token taro "$1" 2>/dev/null; }
program() { command curl -s -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $1" "$URL/api/v1/programmes"; }
KT=$(mine export); as "$TARO"; check "a program has its token" [ "$(program "$KT")" = 200 ]
get "$URL/account?lang=en"; check "the page says what a change ends" has "$T/page" "A change ends your sessions in other browsers and the tokens below."
get -d "csrf=$CSRF&keep_tokens=1" --data-urlencode "old=$PASSWORD" --data-urlencode "password=a third lantern in the snow" --data-urlencode "again=a third lantern in the snow" "$URL/account/password?lang=en"
check "it may be kept" has "$T/page" "Your tokens for programs are kept: 1."; check "and works on" [ "$(program "$KT")" = 200 ]
get -d "csrf=$CSRF" --data-urlencode "old=a third lantern in the snow" --data-urlencode "password=$PASSWORD" --data-urlencode "again=$PASSWORD" "$URL/account/password?lang=en"
check "else it ends, and that is said" has "$T/page" "your tokens for programs have ended: 1."; check "for the program too" [ "$(program "$KT")" = 401 ]
get "$URL/account?lang=ja"; check "without a token nothing is asked" fails has "$T/page" keep_tokens

# sessions run out (the rows are moved, the clock is not)
enter taro "$PASSWORD"; COOKIE=$(cookie_of); get "$URL/account"; check "a session" is 200
sql "UPDATE account_session SET seen_at = '2026-01-01T00:00:00Z'"; get "$URL/account"; check "ends after an hour without use" is 303
enter taro "$PASSWORD"; COOKIE=$(cookie_of); sql "UPDATE account_session SET ends_at = '2026-01-01T00:00:00Z'"; get "$URL/account"; check "and after twelve hours" is 303
check "no token is in the store" [ "$(sql "SELECT count(*) FROM account_session WHERE token_sha256 = '${COOKIE#kanmon=}'")" = 0 ]

# tokens of programs
TOKEN=$("$K" user token taro nightly 2>/dev/null); COOKIE=
get -H "Authorization: Bearer $TOKEN" "$URL/api/v1/programmes"; check "a program reads with its token" is 200
get -H "Authorization: Bearer $TOKEN" "$URL/programmes"; check "but not the pages" is 303
get -H "Authorization: Bearer $TOKEN" "$URL/api/v1/ledger"; check "and only what its person may" is 403
get -H "Authorization: Bearer kt_0" "$URL/api/v1/programmes"; check "a wrong token is said" is 401
get -H "Authorization: Basic YTpi" "$URL/api/v1/programmes"; check "so is another scheme" is 401
get -H "Authorization: Bearer ' OR 1=1 --" "$URL/api/v1/programmes"; check "and a hostile one" is 401
id=$("$K" user tokens taro --json | jq '.[0].id')
check "a number with letters behind it is none" sh -c '! "$0" user tokens taro end "${1}abc" 2>"$2" && grep -q "no number\|番号ではありません" "$2"' "$K" "$id" "$T/e"
enter taro "$PASSWORD"; as "$(cookie_of)"; get -d "csrf=$CSRF" "$URL/account/tokens/${id}abc/end"; check "nor in an address" is 404
get -d "csrf=$CSRF" "$URL/account/sessions/1abc/end"; check "of sessions either" is 404; COOKIE=
get -H "Authorization: Bearer $TOKEN" "$URL/api/v1/programmes"; check "and the token lives" is 200
"$K" user tokens taro end "$id" 2>/dev/null
check "an ended one cannot end again" sh -c '! "$0" user tokens taro end "$1" 2>/dev/null' "$K" "$id"
get -H "Authorization: Bearer $TOKEN" "$URL/api/v1/programmes"; check "an ended one is over" is 401

# the command line
check "a password is no argument" sh -c '"$0" user add x password; [ $? -eq 2 ]' "$K"
check "and asked for only at a terminal" sh -c '"$0" user add x </dev/null 2>"$1"; [ $? -eq 1 ] && grep -q password-file "$1"' "$K" "$T/e"
check "a weak one is refused" sh -c 'echo short | "$0" user add x --password-file -; [ $? -eq 1 ]' "$K"
check "no role of that name" sh -c 'echo "$1" | "$0" user add x --role king --password-file -; [ $? -eq 1 ]' "$K" "$PASSWORD"
check "the people" sh -c '"$0" user list | grep -q "^taro	"' "$K"
check "closing" "$K" user close taro
enter taro "$PASSWORD"; check "a closed account is shut" is 401
check "the ledger holds" "$K" ledger verify
check "and bears no secret" sh -c '! "$0" ledger --json | grep -qF "$1"' "$K" "$PASSWORD"

# wrong passwords: last, since they lock
enter admin 'wrong wrong wrong'; sed 's/value="admin"//' "$T/page" >"$T/one"; check "a wrong password" is 401
enter nobody 'wrong wrong wrong'; sed 's/value="nobody"//' "$T/page" >"$T/two"; check "a wrong login" is 401
check "are the same answer" sh -c 'sed "s/<time[^>]*>[^<]*//g" "$0" | cmp -s - "$2" || { sed "s/<time[^>]*>[^<]*//g" "$0" >"$0.n"; sed "s/<time[^>]*>[^<]*//g" "$1" | cmp -s - "$0.n"; }' "$T/one" "$T/two" "$T/none"
for i in 2 3 4 5; do enter admin 'wrong wrong wrong'; done
enter admin "$PASSWORD"; check "after five the door is shut for a while" is 429; check "and says for how long" head_has '^retry-after: 900'
check "an administrator can see it" sh -c '"$0" ledger --json | grep -q account.locked' "$K"
enter "' OR 1=1; --" "' OR 1=1; --"; check "hostile words are only wrong" is 401
sql "DELETE FROM account_attempt"

# every address as every kind of person
"$K" docs rights --json >"$T/matrix"
set --
for role in reader evaluator officer admin; do
    echo "$PASSWORD" | "$K" user add "r-$role" --role "$role" --password-file - 2>/dev/null
    enter "r-$role" "$PASSWORD"; as "$(cookie_of)"
    set -- "$@" "$role=$COOKIE=$CSRF"
done
# what a role may not read is nowhere: not on other pages, in lists, exports, search or the API
"$K" check >/dev/null 2>&1
leaks() { for u in / /programmes /programmes/genai /programmes/genai/history /programmes/genai/sheet /indicators/1 '/search?q=ASEAN' '/programmes?format=csv' /api/v1/programmes '/api/v1/programmes?format=csv' \
        /api/v1/programmes/genai /api/v1/programmes/genai/history /api/v1/indicators/1 /api/v1/indicators '/api/v1/search?q=ASEAN' '/api/v1/programmes?q=finding:error' '/programmes?q=finding:error&format=csv' '/programmes?q=has:finding&format=csv'; do
        curl -sS "$URL$u" | sed 's/finding:CHK-PERIOD//' | grep -oE 'CHK-[A-Z-]+|"(errors|warnings|notices)":[0-9]+|^"genai".*,[0-9]+,[0-9]+,[0-9]+.$' | sed "s|^|$u |"; done; }
enter r-evaluator "$PASSWORD"; COOKIE=$(cookie_of); leaks >"$T/seen"; check "an evaluator sees findings" sh -c '[ "$(wc -l <"$0")" -gt 20 ]' "$T/seen"
enter r-reader "$PASSWORD"; COOKIE=$(cookie_of); leaks >"$T/seen"; check "a reader sees none" fails grep . "$T/seen"
get "$URL/api/v1/programmes?q=finding:error"; check "nor who has some" sh -c '[ "$(jq .total "$0")" -eq 0 ]' "$T/page"
COOKIE=
matrix() { python3 tests/rights.py "$URL" "$T/matrix" "$@" >"$T/out" 2>&1; grep NOT "$T/out" | head -20; P=$((P + $(awk '/passed,/ {print $1}' "$T/out"))); F=$((F + $(awk '/passed,/ {print $3}' "$T/out"))); [ "$(awk '/passed,/ {print $1}' "$T/out")" -gt 20 ] || F=$((F + 1)); }
matrix "$@" guest=
unserve; serve --public
check "no first link once there is an administrator" fails grep -q /first/ "$T/serve.out"
get "$URL/programmes"; check "a public server shows programmes to guests" is 200
sql "DELETE FROM account_attempt"
matrix public=

check "on loopback nothing is warned of" fails grep -q TLS "$T/serve.out"
unserve; serve --listen 0.0.0.0:0
check "passwords in clear over a network are warned of" grep -q TLS "$T/serve.out"

check "docs/rights.md is what the program says (make docs)" sh -c '"$0" docs rights | cmp - docs/rights.md' "$K"
check "docs/cli.md too (make docs)" sh -c '"$0" docs cli | cmp - docs/cli.md' "$K"
check "no statement was left open" fails grep "left open" "$T/serve.out"
finish
