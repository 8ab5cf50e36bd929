/* iati.h -- programmes as activities of IATI 2.03, with their results.
 * SPDX-License-Identifier: Apache-2.0
 *
 *     Iati *x = iati_begin(c, url, out);
 *     for each programme: iati_programme(x, id);
 *     iati_end(x);
 *
 * What becomes what is catalog/exchange/iati.yaml. A programme is written from its newest evaluation record, from its
 * review sheets, or both: money and values of a year are those of the newest sheet that tells them. */
#ifndef EXCHANGE_IATI_H
#define EXCHANGE_IATI_H

#include "base/buf.h"
#include "base/ctx.h"

typedef struct Iati Iati;
/* NULL with c->err. url: the address of the server for links to it, or NULL. */
Iati *iati_begin(Ctx *c, const char *url, Buf *out);
/* false with c->err; what was written of the programme then makes the file useless. */
bool iati_programme(Iati *x, int64_t programme);
bool iati_end(Iati *x);
/* The bytes so far are in the buffer: they may be taken out of it. */
void iati_flush(Iati *x);
/* The whole file of these programmes; INVALID for none. */
bool iati_write(Ctx *c, const char *url, const int64_t *programme, size_t n, Buf *out);

#endif
