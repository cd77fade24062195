/* Amounts of time: every spelling, every refusal word by word, and random amounts there and back. */
#include "time/calendar.h"
#include "unit.h"

/* A pseudo-random number below `below`, the same in every run. */
static uint64_t seed = UINT64_C(0x5eed0fa3017);
static int64_t draw(int64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int64_t)(seed % (uint64_t)below);
}

struct spelling {
    const char *text;
    int64_t count;
    enum cs_time_unit unit;
    const char *written; /* how it is written back */
};

static void check_spellings(int line, const struct spelling *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct cs_amount amount = { 77, CS_WORKDAYS };
        struct cs_error err = CS_ERROR_INIT;
        char written[CS_MOMENT_SIZE] = "";
        if (cs_amount_parse(rows[i].text, &amount, &err) != CS_OK) {
            cs_unit_fault(__FILE__, line, "\"%s\" is refused: %s", rows[i].text, err.text);
            continue;
        }
        if (amount.count != rows[i].count || amount.unit != rows[i].unit)
            cs_unit_fault(__FILE__, line, "\"%s\" is %jd of unit %d", rows[i].text, (intmax_t)amount.count,
                          amount.unit);
        size_t length = cs_amount_format(written, &amount);
        if (strcmp(written, rows[i].written) != 0 || length != strlen(written))
            cs_unit_fault(__FILE__, line, "\"%s\" is written \"%s\"", rows[i].text, written);
    }
}
#define CHECK_SPELLINGS(rows) check_spellings(__LINE__, rows, sizeof(rows) / sizeof *(rows))

/* ------------------------------------------------------------------ spellings */

CS_TEST(single_units, "each unit alone, and the shortest form that says the same")
{
    static const struct spelling rows[] = {
        { "1s", 1, CS_NATURAL, "1s" },
        { "59s", 59, CS_NATURAL, "59s" },
        { "60s", 60, CS_NATURAL, "1m" },
        { "61s", 61, CS_NATURAL, "1m1s" },
        { "3600s", 3600, CS_NATURAL, "1h" },
        { "3601s", 3601, CS_NATURAL, "1h1s" },
        { "86399s", 86399, CS_NATURAL, "23h59m59s" },
        { "86400s", 86400, CS_NATURAL, "1d" },
        { "60m", 3600, CS_NATURAL, "1h" },
        { "1440m", 86400, CS_NATURAL, "1d" },
        { "24h", 86400, CS_NATURAL, "1d" },
        { "48h", 172800, CS_NATURAL, "2d" },
        { "72h", 259200, CS_NATURAL, "3d" },
        { "168h", 604800, CS_NATURAL, "1w" },
        { "6d", 518400, CS_NATURAL, "6d" },
        { "7d", 604800, CS_NATURAL, "1w" },
        { "8d", 691200, CS_NATURAL, "8d" },
        { "14d", 1209600, CS_NATURAL, "2w" },
        { "15d", 1296000, CS_NATURAL, "15d" },
        { "30d", 2592000, CS_NATURAL, "30d" },
        { "365d", 31536000, CS_NATURAL, "365d" },
        { "52w", 31449600, CS_NATURAL, "52w" },
        { "100000d", INT64_C(8640000000), CS_NATURAL, "100000d" },
        { "14285w", INT64_C(8639568000), CS_NATURAL, "14285w" },
        { "8640000000s", INT64_C(8640000000), CS_NATURAL, "100000d" },
        { "2400000h", INT64_C(8640000000), CS_NATURAL, "100000d" },
    };
    CHECK_SPELLINGS(rows);
}

CS_TEST(several_units, "parts in falling order, gaps between them, values above the next unit, leading zeros")
{
    static const struct spelling rows[] = {
        { "1w1d", 691200, CS_NATURAL, "8d" },
        { "1w1d1h1m1s", 694861, CS_NATURAL, "8d1h1m1s" },
        { "1w1s", 604801, CS_NATURAL, "7d1s" },
        { "1d30m", 88200, CS_NATURAL, "1d30m" },
        { "1d30s", 86430, CS_NATURAL, "1d30s" },
        { "1h90m", 9000, CS_NATURAL, "2h30m" },
        { "1h90s", 3690, CS_NATURAL, "1h1m30s" },
        { "0h30m", 1800, CS_NATURAL, "30m" },
        { "2h0m", 7200, CS_NATURAL, "2h" },
        { "0w0d0h0m0s", 0, CS_NATURAL, "0" },
        { "007d", 604800, CS_NATURAL, "1w" },
        { "000000000001s", 1, CS_NATURAL, "1s" },
        { "99999d24h", INT64_C(8640000000), CS_NATURAL, "100000d" },
    };
    CHECK_SPELLINGS(rows);
}

CS_TEST(signs_and_blanks, "signs, blanks around, and zero, which has no sign")
{
    static const struct spelling rows[] = {
        { "+1h", 3600, CS_NATURAL, "1h" },
        { "-1h", -3600, CS_NATURAL, "-1h" },
        { " \t-90m\r\n", -5400, CS_NATURAL, "-1h30m" },
        { "-2w", -1209600, CS_NATURAL, "-2w" },
        { "0", 0, CS_NATURAL, "0" },
        { "-0", 0, CS_NATURAL, "0" },
        { "+0", 0, CS_NATURAL, "0" },
        { "-0s", 0, CS_NATURAL, "0" },
        { "-100000d", INT64_C(-8640000000), CS_NATURAL, "-100000d" },
        { "-3wd", -3, CS_WORKDAYS, "-3wd" },
        { "-4hwt", -14400, CS_WORKING, "-4hwt" },
        { "+0wd", 0, CS_WORKDAYS, "0wd" },
    };
    CHECK_SPELLINGS(rows);
}

CS_TEST(iso_units, "ISO 8601 durations without months and years")
{
    static const struct spelling rows[] = {
        { "P1W", 604800, CS_NATURAL, "1w" },
        { "P1D", 86400, CS_NATURAL, "1d" },
        { "P10D", 864000, CS_NATURAL, "10d" },
        { "P1W2D", 777600, CS_NATURAL, "9d" },
        { "PT1H", 3600, CS_NATURAL, "1h" },
        { "PT90M", 5400, CS_NATURAL, "1h30m" },
        { "PT5M", 300, CS_NATURAL, "5m" },
        { "PT45S", 45, CS_NATURAL, "45s" },
        { "PT1H30M15S", 5415, CS_NATURAL, "1h30m15s" },
        { "P3DT4H", 273600, CS_NATURAL, "3d4h" },
        { "P1DT1M", 86460, CS_NATURAL, "1d1m" },
        { "+P1D", 86400, CS_NATURAL, "1d" },
        { "-PT36H", -129600, CS_NATURAL, "-1d12h" },
        { " P2W ", 1209600, CS_NATURAL, "2w" },
        { "PT4Hwt", 14400, CS_WORKING, "4hwt" },
        { "PT30Mwt", 1800, CS_WORKING, "30mwt" },
    };
    CHECK_SPELLINGS(rows);
}

CS_TEST(working_units, "working time is kept in hours, workdays in days")
{
    static const struct spelling rows[] = {
        { "4hwt", 14400, CS_WORKING, "4hwt" },
        { "30mwt", 1800, CS_WORKING, "30mwt" },
        { "90mwt", 5400, CS_WORKING, "1h30mwt" },
        { "24hwt", 86400, CS_WORKING, "24hwt" },
        { "100hwt", 360000, CS_WORKING, "100hwt" },
        { "168hwt", 604800, CS_WORKING, "168hwt" },
        { "1h30m15swt", 5415, CS_WORKING, "1h30m15swt" },
        { "0hwt", 0, CS_WORKING, "0hwt" },
        { "0swt", 0, CS_WORKING, "0hwt" },
        { "1wd", 1, CS_WORKDAYS, "1wd" },
        { "3wd", 3, CS_WORKDAYS, "3wd" },
        { "03wd", 3, CS_WORKDAYS, "3wd" },
        { "0wd", 0, CS_WORKDAYS, "0wd" },
        { "100000wd", 100000, CS_WORKDAYS, "100000wd" },
    };
    CHECK_SPELLINGS(rows);
}

/* ------------------------------------------------------------------ refusals */

static const char *refusal(const char *text)
{
    static char kept[1000];
    struct cs_amount amount = { 12345, CS_WORKING };
    struct cs_error err = CS_ERROR_INIT;
    enum cs_status status = cs_amount_parse(text, &amount, &err);
    CHECK_THAT(status == CS_REFUSED && err.status == CS_REFUSED, "\"%s\" is not refused", text);
    CHECK_THAT(amount.count == 12345 && amount.unit == CS_WORKING, "\"%s\" left something behind", text);
    snprintf(kept, sizeof kept, "%s", err.text);
    return kept;
}

/* All that is refused with one sentence around the text itself. */
static void check_refused(const char *const *texts, size_t count, const char *sentence)
{
    for (size_t i = 0; i < count; i++) {
        char want[1000];
        snprintf(want, sizeof want, "\"%s\"%s", texts[i], sentence);
        const char *got = refusal(texts[i]);
        CHECK_THAT(strcmp(got, want) == 0, "got  %s", got);
    }
}
#define CHECK_REFUSED(texts, sentence) check_refused(texts, sizeof(texts) / sizeof *(texts), sentence)

CS_TEST(refuses_nonsense, "what is no amount is named, with three examples of what is")
{
    static const char *const texts[] = {
        "",      " ",     "-",        "+",    "h",      "wd",    "wt",      "-wd",       "5",     "12",
        "00",    "1 h",   "1h ,",     "1.5h", "1,5h",   "1h30",  "30m1h",   "1h1h",      "1s1m",  "1d1w",
        "--1h",  "+-1h",  "-+1h",     "- 1h", "1H",     "1D",    "1W",      "1S",        "1x",    "1min",
        "1hour", "one",   "tomorrow", "3dw",  "3w d",   "1.5wd", "1h30mwd", "wd3",       "d3",    "3 wd",
        "0x10h", "1e3s",  "P",        "PT",   "P1",     "PD",    "P1H",     "PT1D",      "PT1W",  "P1S",
        "P1DT",  "P1D1W", "PT1S1H",   "p1d",  "Pt1h",   "P-1D",  "PP1D",    "P1DT1HT1M", "P1.5D", "4HWT",
        "4h wt", "xwt",   "4wt",      "Pwt",  "1h\t1m", "2天",
    };
    CHECK_REFUSED(texts, " is no amount of time; write 2h30m, 4hwt for working time or 3wd for workdays");
}

CS_TEST(refuses_months, "months and years are refused with a hint, since they are no fixed time")
{
    static const char *const texts[] = {
        "P1M", "P1Y", "P12M", "P1Y2M", "P1Y2M3DT4H", "-P1M", "P1W1M", "P2D1M"
    };
    CHECK_REFUSED(texts, " is no fixed amount of time: months and years differ; write days, such as 30d");
    struct cs_amount amount;
    struct cs_error err = CS_ERROR_INIT;
    CHECK_INT(cs_amount_parse("PT1M", &amount, &err), CS_OK); /* behind the T it is minutes */
    CHECK_INT(amount.count, 60);
}

CS_TEST(refuses_long, "amounts above a hundred thousand days are refused, however many digits they have")
{
    static const char *const texts[] = {
        "100001d",
        "14286w",
        "2400001h",
        "144000001m",
        "8640000001s",
        "100000d1s",
        "99999d24h1s",
        "-100001d",
        "P100001D",
        "PT2400001H",
        "100001wd",
        "-100001wd",
        "2400001hwt",
        "999999999999s",
        "9999999999999w",
        "18446744073709551617s",
        "9223372036854775807wd",
        "14285w6d",
    };
    CHECK_REFUSED(texts, " is too long: an amount of time is at most 100000 days");
}

CS_TEST(refuses_mixtures, "days and weeks of working time are refused, since a working day has no length")
{
    static const char *const texts[] = { "3dwt",  "1wwt",     "1d4hwt", "1w2dwt", "-3dwt",
                                         "P1Dwt", "P1DT4Hwt", "P1Wwt",  "dwt",    "0dwt" };
    CHECK_REFUSED(texts, " mixes days and working time; write 3wd for workdays or hours such as 24hwt");
}

CS_TEST(refuses_endless,
        "a text without end is refused and quoted in part, but blanks around an amount do not count")
{
    char text[400] = "";
    memset(text, ' ', 70); /* blanks around do not count */
    strcpy(text + 70, "1h");
    struct cs_amount amount = { 0, CS_NATURAL };
    struct cs_error err = CS_ERROR_INIT;
    CHECK_INT(cs_amount_parse(text, &amount, &err), CS_OK);
    CHECK_INT(amount.count, 3600);
    memset(text, '0', 390);
    strcpy(text + 390, "1h");
    const char *got = refusal(text);
    CHECK(strstr(got, " is no amount of time; write 2h30m") != NULL);
    CHECK(strlen(got) < 300);
}

/* ------------------------------------------------------------------ there and back */

/* Any amount that there is, small ones as often as large ones. */
static struct cs_amount random_amount(void)
{
    static const int64_t sizes[] = { 2, 100, 4000, 90000, 700000, 40000000, INT64_C(8640000001) };
    static const int64_t grains[] = { 1, 1, 60, 3600, 86400, 604800 };
    enum cs_time_unit unit = (enum cs_time_unit)draw(3);
    int64_t count;
    if (unit == CS_WORKDAYS) {
        count = draw(sizes[draw(4)]);
    } else {
        int64_t grain = grains[draw(6)];
        count = draw(sizes[draw(7)]) / grain * grain;
    }
    return (struct cs_amount){ draw(2) ? count : -count, unit };
}

CS_TEST(round_trip, "a random amount is written and read back the same")
{
    for (int i = 0; i < 40000; i++) {
        struct cs_amount amount = random_amount(), back = { 0, CS_NATURAL };
        struct cs_error err = CS_ERROR_INIT;
        char text[CS_MOMENT_SIZE];
        size_t length = cs_amount_format(text, &amount);
        CHECK_THAT(length == strlen(text) && length < CS_MOMENT_SIZE, "%jd: %zu", (intmax_t)amount.count,
                   length);
        CHECK_THAT(cs_amount_parse(text, &back, &err) == CS_OK, "%s: %s", text, err.text);
        CHECK_THAT(back.count == amount.count && back.unit == amount.unit,
                   "%jd of %d became %s, then %jd of %d", (intmax_t)amount.count, amount.unit, text,
                   (intmax_t)back.count, back.unit);
    }
}

CS_TEST(no_idle_parts, "what is written has no part that is zero and none that the next unit would hold")
{
    for (int i = 0; i < 20000; i++) {
        struct cs_amount amount = random_amount();
        char text[CS_MOMENT_SIZE], *at = text;
        cs_amount_format(text, &amount);
        at += *at == '-';
        CHECK_INT(text[0] == '-', amount.count < 0);
        if (amount.count == 0 || amount.unit == CS_WORKDAYS)
            continue;
        while (*at && strcmp(at, "wt") != 0) {
            int64_t number = strtoll(at, &at, 10);
            char unit = *at++;
            CHECK_THAT(number > 0, "%s has an empty part", text);
            CHECK_THAT((unit != 's' && unit != 'm') || number < 60, "%s", text);
            CHECK_THAT(unit != 'h' || amount.unit == CS_WORKING || number < 24, "%s", text);
            CHECK_THAT(unit != 'w' || *at == '\0', "%s has weeks beside others", text);
            CHECK_THAT(unit != 'd' || amount.unit == CS_NATURAL, "%s has days of working time", text);
        }
    }
}

CS_TEST(random_spellings, "random parts in falling order are worth their sum, in both spellings")
{
    static const struct {
        char brief, iso;
        int64_t seconds, most;
    } parts[] = { { 'w', 'W', 604800, 3000 },
                  { 'd', 'D', 86400, 20000 },
                  { 'h', 'H', 3600, 9000 },
                  { 'm', 'M', 60, 9000 },
                  { 's', 'S', 1, 100000 } };
    for (int i = 0; i < 20000; i++) {
        char brief[80] = "", iso[80] = "P";
        size_t brief_length = 0, iso_length = 1;
        int64_t want = 0, chosen = 1 + draw(31);
        for (int part = 0; part < 5; part++) {
            if (part == 2 && (chosen & 0x1c))
                iso[iso_length++] = 'T';
            if (!(chosen >> part & 1))
                continue;
            int64_t number = draw(parts[part].most);
            want += number * parts[part].seconds;
            brief_length +=
                (size_t)sprintf(brief + brief_length, "%jd%c", (intmax_t)number, parts[part].brief);
            iso_length += (size_t)sprintf(iso + iso_length, "%jd%c", (intmax_t)number, parts[part].iso);
        }
        iso[iso_length] = '\0';
        struct cs_amount one = { -1, CS_WORKDAYS }, other = { -1, CS_WORKDAYS };
        struct cs_error err = CS_ERROR_INIT;
        CHECK_THAT(cs_amount_parse(brief, &one, &err) == CS_OK, "%s: %s", brief, err.text);
        CHECK_THAT(cs_amount_parse(iso, &other, &err) == CS_OK, "%s: %s", iso, err.text);
        CHECK_THAT(one.count == want && one.unit == CS_NATURAL, "%s is %jd", brief, (intmax_t)one.count);
        CHECK_THAT(other.count == want && other.unit == CS_NATURAL, "%s is %jd", iso, (intmax_t)other.count);
    }
}

CS_TEST(spoilt_spellings, "a written amount with one character changed is refused or comes back as itself")
{
    static const char signs[] = "0123456789wdhmst+- PTDHMSWY.x";
    int refused = 0;
    for (int i = 0; i < 20000; i++) {
        struct cs_amount amount = random_amount(), read, again;
        struct cs_error err = CS_ERROR_INIT;
        char text[CS_MOMENT_SIZE], written[CS_MOMENT_SIZE];
        size_t length = cs_amount_format(text, &amount);
        text[draw((int64_t)length)] = signs[draw(sizeof signs - 1)];
        if (cs_amount_parse(text, &read, &err) != CS_OK) {
            CHECK_THAT(strstr(err.text, text) != NULL, "%s is not named: %s", text, err.text);
            refused++;
            continue;
        }
        cs_amount_format(written, &read);
        CHECK_THAT(cs_amount_parse(written, &again, &err) == CS_OK && again.count == read.count &&
                       again.unit == read.unit,
                   "%s is written %s", text, written);
    }
    CHECK(refused > 5000 && refused < 19500);
}

CS_TEST(adds_natural, "natural time needs no calendar, passes day and night, and goes back as far as it went")
{
    for (int i = 0; i < 2000; i++) {
        struct cs_amount amount = random_amount(), back = { 0, CS_NATURAL };
        struct cs_error err = CS_ERROR_INIT;
        int64_t start = draw(INT64_C(4000000000)), end = 0, home = 0;
        amount.unit = CS_NATURAL;
        back.count = -amount.count;
        CHECK_INT(cs_amount_add(NULL, start, &amount, NULL, 0, &end, &err), CS_OK);
        CHECK_INT(end, start + amount.count);
        CHECK_INT(cs_amount_add(NULL, end, &back, NULL, 0, &home, &err), CS_OK);
        CHECK_INT(home, start);
    }
}
