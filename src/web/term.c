/* term.c -- English words for terms that official papers print in Japanese, from the catalogue; pages in English show both.
 * SPDX-License-Identifier: Apache-2.0 */
#include "web/part.h"

#include "base/data.h"
#include "base/fold.h"
#include "base/text.h"
#include "format/json.h"
#include "format/yaml.h"

#include <string.h>

static void
add(Web *w, const char *ja, const char *en)
{
    if (*ja && *en)
        json_object_set_new(w->terms, fold_key(w->c->mem, ja), json_string(en));
}

/* The views and items of every framework of views. */
static void
add_framework(Web *w, const char *path)
{
    size_t  n, i, j;
    json_t *view, *item;
    if (!text_ends(path, ".yaml") || !data_read(w->c->mem, path, &n) || !strstr(data_read(w->c->mem, path, &n), "\nformat: kanmon-framework-1"))
        return;
    const json_t *f = yaml_read_file(w->c, path);
    json_array_foreach(json_path(f, "views"), i, view)
    {
        add(w, json_text(view, "name.ja"), json_text(view, "name.en"));
        json_array_foreach(json_path(view, "items"), j, item) add(w, json_text(item, "name.ja"), json_text(item, "name.en"));
    }
}

static void
load(Web *w)
{
    size_t       n = 0;
    const char  *dir = data_path(w->c->mem, "catalog/frameworks"), *ja;
    const char **name = data_names(w->c->mem, dir, &n);
    w->terms = json_keep(w->c->mem, json_object());
    json_t      *words = yaml_read_file(w->c, data_path(w->c->mem, "catalog/codes/paper-english.yaml")), *en;
    json_object_foreach(json_path(words, "words"), ja, en) add(w, ja, json_string_value(en) ? json_string_value(en) : "");
    for (size_t i = 0; i < n && ok(w->c); i++)
        add_framework(w, arena_fmt(w->c->mem, "%s/%s", dir, name[i]));
}

/* Items carry the aspects that were chosen in brackets, 国費を用いた研究開発としての意義（国や社会のニーズへの適合性等）: the
 * word is that of what stands before them. */
const char *
web_term_en(Web *w, const char *ja)
{
    const char *key = fold_key(w->c->mem, ja), *en;
    if (!w->terms)
        load(w);
    en = json_string_value(json_object_get(w->terms, key));
    const char *bracket = strchr(key, '(');
    if (!en && bracket && bracket > key)
        en = json_string_value(json_object_get(w->terms, arena_strn(w->c->mem, key, (size_t)(bracket - key))));
    return en;
}

void
web_term(Web *w, const char *ja)
{
    const char *en = w->c->lang == LANG_EN ? web_term_en(w, ja) : NULL;
    if (en)
        html(&w->h, "%s <span class=\"soft small\" lang=\"ja\">%s</span>", en, ja);
    else
        html(&w->h, "<span lang=\"ja\">%s</span>", ja);
}
