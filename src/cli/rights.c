/* rights.c -- kanmon docs rights: who may do what, as a table for people and as JSON for tests.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "domain/permission.h"
#include "format/json.h"
#include "web/web.h"

#include <stdio.h>
#include <string.h>

static bool
of_role(Ctx *c, int role, Act act)
{
    Ctx as = *c;
    as.role = role;
    return can(&as, act);
}

static int
rights_json(Cli *k)
{
    Ctx         *c = &k->c;
    size_t       n;
    const Route *routes = web_routes(&n);
    json_t      *acts = json_object(), *list = json_array();
    for (int act = 0; act < ACT_COUNT; act++) {
        json_t *who = json_array();
        for (int role = ROLE_OPERATOR; role <= ROLE_GUEST; role <<= 1)
            if (of_role(c, role, (Act)act))
                json_array_append_new(who, json_string(role_names(c->mem, role)));
        json_object_set_new(acts, act_name((Act)act), who);
    }
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_pack("{ss ss ss}", "method", routes[i].method, "path", routes[i].pattern, "act", act_name(routes[i].act)));
    return cli_json(k, json_keep(c->mem, json_pack("{so so}", "acts", acts, "routes", list)));
}

int
cli_rights(Cli *k)
{
    Ctx         *c = &k->c, en = *c, ja = *c;
    size_t       n;
    const Route *routes = web_routes(&n);
    if (k->json)
        return rights_json(k);
    en.lang = LANG_EN;
    ja.lang = LANG_JA;
    printf("# 権限 Rights\n\nMade by `kanmon docs rights` from `src/domain/acts.def` and `src/web/routes.def`; tests hold the server to it.\n"
           "A person has one or more roles and may do what any of them may. *operator* is the command line on the machine. *guest* is someone who\n"
           "has not signed in: without `kanmon serve --public` a guest may only do what is PUBLIC.\n\n| act |");
    for (int role = ROLE_OPERATOR; role <= ROLE_GUEST; role <<= 1)
        printf(" %s |", role_names(c->mem, role));
    printf(" できること | what |\n|---|---|---|---|---|---|---|---|---|\n");
    for (int act = 0; act < ACT_COUNT; act++) {
        printf("| %s |", act_name((Act)act));
        for (int role = ROLE_OPERATOR; role <= ROLE_GUEST; role <<= 1)
            printf(" %s |", of_role(c, role, (Act)act) ? "○" : "–");
        printf(" %s | %s |\n", act_label(&ja, (Act)act), act_label(&en, (Act)act));
    }
    printf("\n## アドレス Addresses\n\n| address | act |\n|---|---|\n");
    for (size_t i = 0; i < n; i++)
        printf("| %s `%s` | %s |\n", routes[i].method, routes[i].pattern, act_name(routes[i].act));
    return 0;
}
