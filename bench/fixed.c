/* fixed.c -- the limit we measure against: the same HTTP library, with the same settings as src/net/http.c, serving one
 * fixed page from memory. usage: fixed PAGE-FILE WORKERS; prints its port, serves until its standard input ends.
 * SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char  *page;
static size_t size;

static enum MHD_Result
handle(void *arg, struct MHD_Connection *conn, const char *url, const char *method, const char *version, const char *data, size_t *n, void **state)
{
    static char begun;
    (void)arg, (void)url, (void)method, (void)version, (void)data, (void)n;
    if (!*state) {
        *state = &begun;
        return MHD_YES;
    }
    struct MHD_Response *r = MHD_create_response_from_buffer(size, page, MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(r, "Content-Type", "text/html; charset=utf-8");
    enum MHD_Result ok = MHD_queue_response(conn, 200, r);
    MHD_destroy_response(r);
    return ok;
}

int
main(int argc, char **argv)
{
    FILE *f = argc == 3 ? fopen(argv[1], "rb") : NULL;
    if (!f)
        return fprintf(stderr, "usage: fixed PAGE-FILE WORKERS\n"), 2;
    fseek(f, 0, SEEK_END);
    size = (size_t)ftell(f);
    rewind(f);
    page = malloc(size + 1);
    if (!page || fread(page, 1, size, f) != size)
        return 1;
    fclose(f);
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct MHD_Daemon *d = MHD_start_daemon(MHD_USE_POLL_INTERNAL_THREAD, 0, NULL, NULL, handle, NULL, MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_THREAD_POOL_SIZE,
                                            (unsigned)atoi(argv[2]), MHD_OPTION_CONNECTION_LIMIT, 2000u, MHD_OPTION_END);
    if (!d)
        return 1;
    printf("%d\n", MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    char ch;
    while (read(0, &ch, 1) > 0)
        ;
    MHD_stop_daemon(d);
    free(page);
    return 0;
}
