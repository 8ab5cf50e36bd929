/* find.c -- the commands that search and that find what is alike.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"
#include "domain/explore.h"
#include "domain/filter.h"
#include "domain/find.h"
#include "domain/programme.h"
#include "domain/similar.h"
#include "format/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int64_t
cli_limit(const Cli *k, int64_t otherwise)
{
    int64_t n = 0;
    return k->limit && number_int(k->limit, &n) && n >= 0 ? n : otherwise;
}

int64_t
cli_offset(const Cli *k)
{
    int64_t n = 0;
    return k->offset && number_int(k->offset, &n) && n >= 0 ? n : 0;
}

const char *
cli_query(Cli *k, int from)
{
    const char *words = cli_words(k, from);
    json_t     *f = k->saved ? filter_named(&k->c, k->saved) : NULL;
    if (!k->saved)
        return words;
    if (f && strcmp(json_text(f, "place"), "search") != 0 && strcmp(json_text(f, "place"), "programmes") != 0)
        fail(&k->c, ERR_INVALID, "--saved", L(&k->c, "「%s」は事業の検索ではありません。", "%s is no search of programmes"), k->saved);
    if (!f || !ok(&k->c))
        return NULL;
    const char *sort = json_text(f, "sort"), *space = strchr(sort, ' ');
    if (!k->order && *sort)
        k->order = arena_fmt(k->c.mem, "%s%s", space && strcmp(space, " desc") == 0 ? "-" : "", space ? arena_strn(k->c.mem, sort, (size_t)(space - sort)) : sort);
    return *words ? arena_fmt(k->c.mem, "(%s) %s", json_text(f, "query"), words) : json_text(f, "query");
}

void
cli_problems(Cli *k, const json_t *page)
{
    size_t  i;
    json_t *p;
    json_array_foreach(json_path(page, "problems"), i, p)
        cli_tell("kanmon: %s\n", json_text(p, k->c.lang == LANG_JA ? "text" : "text_en"));
}

/* The text with its marked words set off: bold on a terminal, in brackets elsewhere. */
static const char *
marked(Cli *k, const char *text, const json_t *marks)
{
    const char *on = isatty(1) ? "\x1b[1m" : "[", *off = isatty(1) ? "\x1b[0m" : "]";
    Buf        *b = buf_in(k->c.mem);
    int64_t     at = 0;
    size_t      i = 0;
    text = text_shown(k->c.mem, text); /* as many signs: the marks still fit */
    for (const char *p = text; *p; p++) {
        bool starts = ((unsigned char)*p & 0xC0) != 0x80;
        for (; starts && i < 2 * json_array_size(marks); i++) {
            const json_t *m = json_array_get(marks, i / 2);
            int64_t from = json_int(m, "0", 0), end = from + json_int(m, "1", 0);
            if ((i % 2 ? end : from) != at)
                break;
            buf_add(b, i % 2 ? off : on);
        }
        at += starts;
        buf_char(b, *p == '\n' || *p == '\t' ? ' ' : *p);
    }
    for (; i < 2 * json_array_size(marks); i++)
        buf_add(b, i % 2 ? off : on);
    return buf_text(b);
}

int
cmd_search(Cli *k)
{
    if (k->n == 0 && !k->saved)
        return cli_usage("search");
    if (!cli_open(k, false))
        return cli_error(k);
    const char *query = cli_query(k, 0);
    if (!query)
        return cli_error(k);
    json_t *found = find(&k->c, query, cli_limit(k, 20), cli_offset(k)), *hit, *s;
    json_t *indicators = explore(&k->c, &(ExploreAsk){ .query = query, .limit = cli_limit(k, 20), .from = cli_offset(k) });
    size_t  i, j;
    if (!ok(&k->c))
        return cli_error(k);
    cli_problems(k, found);
    if (k->json) {
        json_object_set(found, "indicators", json_path(indicators, "rows"));
        json_object_set(found, "indicators_total", json_path(indicators, "total"));
        return cli_json(k, found);
    }
    json_array_foreach(json_path(found, "hits"), i, hit)
    {
        printf("%s\t%lld\t%s\t%s\n", json_text(hit, "key"), (long long)json_int(hit, "document.fy", json_int(hit, "fy", 0)), json_text(hit, "ministry"),
               marked(k, json_text(hit, "name"), json_path(hit, "marks")));
        json_array_foreach(json_path(hit, "snippets"), j, s)
            printf("    %s: %s\n", json_text(s, k->c.lang == LANG_JA ? "label" : "label_en"), marked(k, json_text(s, "text"), json_path(s, "marks")));
    }
    fprintf(stderr, L(&k->c, "%s%lld 事業、指標 %lld\n", "%s%lld programmes, %lld indicators\n"), json_flag(found, "exact") ? "" : L(&k->c, "最大 ", "at most "),
            (long long)json_int(found, "total", 0), (long long)json_int(indicators, "total", 0));
    return 0;
}

int
cmd_similar(Cli *k)
{
    if (k->n != 1)
        return cli_usage("similar");
    if (!cli_open(k, false))
        return cli_error(k);
    int64_t id = programme_find(&k->c, k->args[0]);
    json_t *all = id ? similar_programmes(&k->c, id, cli_limit(k, 0)) : NULL, *row, *why;
    size_t  i, j;
    if (!all)
        return cli_error(k);
    if (k->json)
        return cli_json(k, all);
    json_array_foreach(json_path(all, "similar"), i, row)
    {
        cli_say("%s\t%lld\t%s\t%s\n", json_text(row, "key"), (long long)json_int(row, "fy", 0), json_text(row, "ministry"), json_text(row, "name"));
        json_array_foreach(json_path(row, "reasons"), j, why) cli_say("    %s\n", json_text(why, k->c.lang == LANG_JA ? "ja" : "en"));
    }
    cli_tell(L(&k->c, "似た事業 %zu 件、同じ名前の事業 %zu 件\n", "%zu programmes like it, %zu of the same name\n"), json_array_size(json_path(all, "similar")), json_array_size(json_path(all, "same_name")));
    return 0;
}
