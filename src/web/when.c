/* when.c -- years, days and instants as people read them: eras, weekdays, the clock of Japan.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The store keeps UTC; Japan is nine hours ahead all year (昭和26年 was the last summer time). Weekdays and days of a
 * month by the proleptic Gregorian count of days (H. Hinnant, "chrono-compatible low-level date algorithms"). */
#include "web/part.h"

#include "base/number.h"

#include <stdio.h>
#include <string.h>

static long
days_of(int y, int m, int d)
{
    y -= m <= 2;
    long era = y / 400, yoe = y - era * 400, doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void
day_of(long z, int *y, int *m, int *d)
{
    z += 719468;
    long era = z / 146097, doe = z - era * 146097, yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    long doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *d = (int)(doy - (153 * mp + 2) / 5 + 1);
    *m = (int)(mp < 10 ? mp + 3 : mp - 9);
    *y = (int)(yoe + era * 400 + (*m <= 2));
}

static const char *
weekday(Web *w, long days)
{
    static const char *const ja[] = { "木", "金", "土", "日", "月", "火", "水" }, *const en[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
    long k = ((days % 7) + 7) % 7; /* 1 January 1970 was a Thursday */
    return w->c->lang == LANG_JA ? ja[k] : en[k];
}

static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" };

const char *
web_fy(Web *w, int64_t fy)
{
    if (!fy)
        return "";
    return w->c->lang == LANG_JA ? arena_fmt(w->c->mem, "%s年度（%lld）", era_year(w->c->mem, (int)fy), (long long)fy) : arena_fmt(w->c->mem, "FY%lld", (long long)fy);
}

const char *
web_fy_short(Web *w, int64_t fy)
{
    if (!fy)
        return "";
    return w->c->lang == LANG_JA ? arena_fmt(w->c->mem, "%s年度", era_year(w->c->mem, (int)fy)) : arena_fmt(w->c->mem, "FY%lld", (long long)fy);
}

const char *
web_period_short(Web *w, int64_t from, int64_t to, bool open)
{
    Arena *mem = w->c->mem;
    if (!from)
        return "—";
    if (open || !to)
        return w->c->lang == LANG_JA ? arena_fmt(mem, "%s年度から", era_year(mem, (int)from)) : arena_fmt(mem, "from FY%lld", (long long)from);
    if (w->c->lang == LANG_EN)
        return arena_fmt(mem, "FY%lld–%lld", (long long)from, (long long)to);
    const char *a = era_year(mem, (int)from), *b = era_year(mem, (int)to);
    size_t      era = strcspn(a, "0123456789");
    return arena_fmt(mem, "%s–%s年度", a, strncmp(a, b, era) == 0 ? b + era : b);
}

const char *
web_period(Web *w, int64_t from, int64_t to, bool open)
{
    Arena      *mem = w->c->mem;
    const char *brief = web_period_short(w, from, to, open);
    if (!from)
        return brief;
    if (open || !to)
        return arena_fmt(mem, T(w, "%s（終了時期未定）", "%s, no end set"), brief);
    return w->c->lang == LANG_EN ? brief : arena_fmt(mem, "%s（%lld–%lld）", brief, (long long)from, (long long)to);
}

const char *
web_day(Web *w, const char *day)
{
    int y = 0, m = 0, d = 0, n = sscanf(day ? day : "", "%4d-%2d-%2d", &y, &m, &d);
    if (n < 2 || m < 1 || m > 12)
        return day ? day : "";
    const char *era = y == 2019 && m < 5 ? "平成31" : era_year(w->c->mem, y); /* 令和 began on 1 May 2019 */
    if (n == 2)
        return w->c->lang == LANG_JA ? arena_fmt(w->c->mem, "%s年%d月", era, m) : arena_fmt(w->c->mem, "%s %d", months[m - 1], y);
    const char *week = weekday(w, days_of(y, m, d));
    return w->c->lang == LANG_JA ? arena_fmt(w->c->mem, "%s年%d月%d日（%s）", era, m, d, week) : arena_fmt(w->c->mem, "%d %s %d (%s)", d, months[m - 1], y, week);
}

/* The Japanese clock of a UTC instant: day number and minute of the day. */
static bool
japan(const char *utc, long *days, int *minute)
{
    int y, m, d, hour, min;
    if (sscanf(utc ? utc : "", "%4d-%2d-%2dT%2d:%2d", &y, &m, &d, &hour, &min) != 5 || m < 1 || m > 12)
        return false;
    int at = (hour + 9) * 60 + min;
    *days = days_of(y, m, d) + at / 1440;
    *minute = at % 1440;
    return true;
}

void
web_time(Web *w, const char *utc)
{
    long days;
    int  at, y, m, d;
    if (!japan(utc, &days, &at)) {
        html(&w->h, "%s", utc);
        return;
    }
    day_of(days, &y, &m, &d);
    utc = arena_fmt(w->c->mem, "%.16sZ", utc); /* to the minute, so that a page asked for again is the same page */
    if (w->c->lang == LANG_JA)
        html(&w->h, "<time datetime=\"%s\">%s%d:%02d</time>", utc, web_day(w, arena_fmt(w->c->mem, "%04d-%02d-%02d", y, m, d)), at / 60, at % 60);
    else
        html(&w->h, "<time datetime=\"%s\">%d %s %d (%s) %d:%02d</time>", utc, d, arena_strn(w->c->mem, months[m - 1], 3), y, weekday(w, days), at / 60, at % 60);
}

const char *
web_today(Web *w)
{
    long days = 0;
    int  at = 0, y, m, d;
    if (!japan(w->c->now, &days, &at))
        return "";
    day_of(days, &y, &m, &d);
    return arena_fmt(w->c->mem, "%04d-%02d-%02d", y, m, d);
}
