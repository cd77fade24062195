/* Civil dates: days since 1970-01-01 and the proleptic Gregorian calendar, without any zone. */
#include "time/zone.h"

enum {
    DAYS_OF_ERA = 146097,    /* 400 years, after which the calendar repeats */
    DAY_OF_MARCH_0 = 719468, /* days from 0000-03-01 to 1970-01-01 */
};

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static int is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_of_month(int64_t year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Years are counted from March, so that the leap day is the last of its year. */
int64_t cs_day_from_date(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = floor_divide(year, 400);
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_OF_ERA + day_of_era - DAY_OF_MARCH_0;
}

void cs_day_to_date(int64_t day, int64_t *year, int *month, int *month_day)
{
    day += DAY_OF_MARCH_0;
    int64_t era = floor_divide(day, DAYS_OF_ERA);
    unsigned day_of_era = (unsigned)(day - era * DAYS_OF_ERA);
    unsigned year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (DAYS_OF_ERA - 1)) / 365;
    unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    unsigned shifted = (5 * day_of_year + 2) / 153; /* 0 = March */
    *month_day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int64_t)year_of_era + era * 400 + (*month <= 2);
}

int cs_day_valid(int64_t year, int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= days_of_month(year, month);
}

int cs_day_weekday(int64_t day)
{
    int64_t weekday = (day + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(weekday < 0 ? weekday + 7 : weekday);
}

int64_t cs_day_add_months(int64_t day, int64_t months)
{
    int64_t year;
    int month, month_day;
    cs_day_to_date(day, &year, &month, &month_day);
    int64_t count = year * 12 + month - 1 + months;
    year = floor_divide(count, 12);
    month = (int)(count - year * 12) + 1;
    int last = days_of_month(year, month);
    return cs_day_from_date(year, month, month_day < last ? month_day : last);
}
