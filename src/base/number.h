/* number.h -- numbers, money, years and eras as Japanese papers print them.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Everything is read from text that may hold full-width digits, commas, spaces
 * and era names; the caller keeps the original. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum { Q_EXACT, Q_ABOUT, Q_AT_LEAST, Q_PENDING, Q_UNDECIDED, Q_NONE } Qualifier;
/* "exact", "about", "at-least", "pending", "undecided", "none". */
const char *qualifier_name(Qualifier q);

typedef struct {
    bool        known; /* value is set */
    double      value; /* as printed, before the unit */
    bool        whole; /* no fraction printed */
    Qualifier   qualifier;
    const char *unit;  /* rest of the cell: 人, 件, 百万円 ...; "" when none */
} Amount;

/* Whole text as integer; refuses junk, overflow and empty text. Full-width
 * digits and thousands commas are accepted. */
bool number_int(const char *s, int64_t *out);
/* For qsort and bsearch over int64_t. */
int number_rising(const void *a, const void *b);
/* A cell: "4,178人", "約4兆円", "30億円～", "-", "—", "調整中", "未定", "". Never
 * fails: what it cannot read is {known=false, Q_NONE} with unit = the text. */
Amount amount_read(Arena *mem, const char *s);
/* Yen of an amount with a money unit (円 千円 百万円 億円 兆円 万円); false for
 * other units or when the amount is not known. 30億円 -> 3000000000. */
bool amount_yen(const Amount *a, int64_t *yen);

typedef enum { YEAR_UNSTATED, YEAR_FISCAL, YEAR_CALENDAR } YearKind;
typedef struct {
    int         year; /* Gregorian */
    YearKind    kind; /* 年度 fiscal, 年 in a table unstated, "2023年5月" calendar */
    const char *end;  /* first byte behind what was read, within the string given */
} Year;

/* A year at the start of `s`: 令和6年度, 令和元年, R6, R1年, H30年, 平成37年度, 2024年度,
 * 2024 年度, 2020年, R6(初年度). Spaces and full-width digits are accepted. */
bool year_read(const char *s, Year *out);
/* The first year anywhere in `s`; *at is its place. */
bool year_find(const char *s, Year *out, const char **at);
/* A span "令和6年度～令和10年度", "2024 年度 ~ 2028 年度", "令和6～10年度", "令和元-5年度", "令和6年度～（終了時期未定）",
 * "令和6年度～". to = 0 and open = true where no end is given. */
typedef struct {
    int  from, to;
    bool open;
} Span;
bool span_read(Arena *mem, const char *s, Span *out);
/* A day or month in text: 令和3年3月26日, 2023 年 6 月 9 日, 令和5年6月, 2023-06-09 -> "2021-03-26" or
 * "2023-06"; NULL when there is none. First one in `s`. */
const char *day_find(Arena *mem, const char *s);
/* The Japanese fiscal year (April to March) of "2026-03-31..." -> 2025; 0 for text that is no day or month. */
int fiscal_year_of(const char *day);
/* 2024 -> 令和6 (era by fiscal or calendar year start, 2019 -> 令和元). */
const char *era_year(Arena *mem, int year);
/* yen with separators, and in 百万円: 970000000 -> "970" */
const char *number_commas(Arena *mem, int64_t n);
const char *yen_million(Arena *mem, int64_t yen);

#endif
