/* Any text as an amount of time: refused in words, or taken, within its bounds, and its one spelling says the
 * same amount. */
#include "fuzz.h"
#include "time/calendar.h"

enum { DAY = 86400, DAYS_MAX = 100000 };

static void check_bounds(const struct cs_amount *amount)
{
    int64_t most = amount->unit == CS_WORKDAYS ? DAYS_MAX : (int64_t)DAYS_MAX * DAY;
    FUZZ_HOLDS(amount->unit == CS_NATURAL || amount->unit == CS_WORKING || amount->unit == CS_WORKDAYS);
    FUZZ_HOLDS(amount->count >= -most && amount->count <= most);
}

static void check_spelling(const struct cs_amount *amount)
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_amount again = { 0 };
    char once[CS_MOMENT_SIZE], twice[CS_MOMENT_SIZE];
    size_t length = cs_amount_format(once, amount);
    FUZZ_HOLDS(length == strlen(once) && length < CS_MOMENT_SIZE);
    FUZZ_HOLDS(cs_amount_parse(once, &again, &err) == CS_OK);
    FUZZ_HOLDS(again.count == amount->count && again.unit == amount->unit);
    cs_amount_format(twice, &again);
    FUZZ_HOLDS(strcmp(once, twice) == 0);
}

/* The same amount the other way round, and natural time added to a moment. */
static void check_opposite(const char *text, const struct cs_amount *amount)
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_amount opposite = { 0 };
    char *turned;
    const char *at = text + strspn(text, " \t\r\n");
    bool signed_ = *at == '-' || *at == '+';
    FUZZ_HOLDS(asprintf(&turned, "%s%s", *at == '-' ? "+" : "-", at + signed_) > 0);
    FUZZ_HOLDS(cs_amount_parse(turned, &opposite, &err) == CS_OK);
    FUZZ_HOLDS(opposite.count == -amount->count && opposite.unit == amount->unit);
    free(turned);
    if (amount->unit == CS_NATURAL) {
        int64_t end = 0, start = 1772683200;
        FUZZ_HOLDS(cs_amount_add(NULL, start, amount, NULL, 0, &end, &err) == CS_OK);
        FUZZ_HOLDS(end == start + amount->count);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_amount amount = { 4711, CS_WORKING };
    char *text = length ? fuzz_text(bytes, length) : NULL;
    if (!text)
        return 0;
    enum cs_status status = cs_amount_parse(text, &amount, &err);
    if (status) {
        FUZZ_HOLDS(status == CS_REFUSED && amount.count == 4711 && amount.unit == CS_WORKING);
        fuzz_sentence(&err);
    } else {
        check_bounds(&amount);
        check_spelling(&amount);
        check_opposite(text, &amount);
    }
    free(text);
    return 0;
}
