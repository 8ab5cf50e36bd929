/* pack.c -- see pack.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exchange/pack.h"

#include "base/data.h"
#include "base/text.h"
#include "format/json.h"
#include "format/yaml.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

const char *
pack_key(Ctx *c, const char *name)
{
    const char     *dir = data_path(c->mem, "programmes"), *key = NULL, *wanted = text_key(c->mem, name);
    struct dirent **v = NULL;
    int             n = scandir(dir, &v, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        Ctx     quiet = *c; /* a broken pack is its importer's to report */
        json_t *pack = key || v[i]->d_name[0] == '.' ? NULL : yaml_read_file(&quiet, arena_fmt(c->mem, "%s/%s/programme.yaml", dir, v[i]->d_name));
        if (pack && json_str(pack, "key") && strcmp(text_key(c->mem, json_text(pack, "name")), wanted) == 0)
            key = json_text(pack, "key");
        free(v[i]);
    }
    free(v);
    return key;
}
