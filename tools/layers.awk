# layers.awk -- refuses an include that does not go down the floors (docs/architecture.md).
BEGIN {
    ok["base"] = "base"; ok["lang"] = "base lang"; ok["format"] = "base lang format"
    ok["store"] = ok["format"] " store"; ok["net"] = ok["format"] " net"
    ok["domain"] = ok["store"] " domain"; ok["engine"] = ok["domain"] " engine"
    ok["exchange"] = ok["domain"] " engine exchange"; ok["job"] = ok["exchange"] " job"
    ok["web"] = ok["job"] " net web"; ok["cli"] = ok["web"] " cli"
}
FNR == 1 { split(FILENAME, at, "/"); floor = at[2] }
/^#include "[a-z]+\// {
    split($2, part, /["\/]/)
    if (index(" " ok[floor] " ", " " part[2] " ") == 0 || (floor == "web" && part[2] == "store")) {
        printf "%s:%d: %s may not include %s\n", FILENAME, FNR, floor, part[2]; bad++
    }
}
END { if (bad) exit 1; print "house: floors hold" }
