/* series.h -- public series beside the indicators of a document: their own definition, source and licence, never mixed.
 * SPDX-License-Identifier: Apache-2.0
 *
 * catalog/series.yaml says what each series is; an import counts values into it. A value that comes again different (a
 * revised release) is a new version; the old one stays. */
#ifndef DOMAIN_SERIES_H
#define DOMAIN_SERIES_H

#include "domain/run.h"

#include <jansson.h>

/* What an import counts into: the series of one dataset. NULL with c->err. c must outlive it. */
typedef struct SeriesTake SeriesTake;
SeriesTake *series_take(Ctx *c, Run *run, const char *dataset);
/* Adds a count of a year from country to country (alpha-2 or alpha-3); from == to is the country's own count. What no
 * series asks for falls away. */
void series_count(SeriesTake *t, int64_t year, const char *from, const char *to, double value);
/* Two readings of the same pair: both are told with the series that have it. True when one has. */
bool series_differ(SeriesTake *t, int64_t year, const char *from, const char *to, double value, double other);
/* Drops what was counted of a year whose file was not whole. */
void series_drop(SeriesTake *t, int64_t year);
/* Writes new and changed values, in one transaction with its act; counts them in the run. */
bool series_store(SeriesTake *t);

/* The series that stand beside an indicator: [{key,dataset,name,name_en,definition,definition_en,unit,unit_en,source,source_en,url,licence,
 * taken_at,values:{year:{value,qualifier,text}},parts:[{code,name,name_en,values:{year:value}}],notes:[{fy,kind,text,text_en}],
 * revised:[{year,part,value,before,taken_at}]}]; only those with values. */
json_t *series_of_indicator(Ctx *c, int64_t indicator);
/* The same as rows {series,name,name_en,year,part,country,value,unit,source,licence}. */
json_t *series_rows(Ctx *c, const json_t *series);

#endif
