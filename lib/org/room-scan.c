/*
 * room-scan.c: a room as people write it, cut into values.
 *
 * A text is cut into values (runs of digits and letters, Chinese numerals among them) with the sign that
 * follows each: a building's, an entrance's, a room's, or a plain separator. What came before the building is
 * a project, a phase or a street and is dropped; what comes after a whole room is a remark.
 */
#include "org/room-scan.h"

#include <ctype.h>
#include <string.h>

/* The character at `at`, full-width signs narrowed, blanks of all kinds as ' '. 0 at the end. */
static uint32_t peek(const struct cs_room_scan *scan, size_t at, size_t *bytes)
{
    uint32_t code = 0;
    *bytes = at < scan->length ? cs_utf8_decode(scan->text + at, scan->length - at, &code) : 0;
    if (at < scan->length && *bytes == 0)
        *bytes = 1, code = ' ';
    if (code >= 0xFF01 && code <= 0xFF5E)
        code -= 0xFEE0;
    if (code == 0x3000 || code == 0xA0 || code == '\t' || code == '\n' || code == '\r' || code == 0xFEFF)
        code = ' ';
    return code;
}

/* ---- values ---- */

/* The digit that a Chinese numeral stands for, 10 and 100 for 十 and 百, -1 for none. */
static int numeral(uint32_t code)
{
    static const struct {
        uint32_t code;
        int value;
    } table[] = { { 0x3007, 0 }, { 0x96F6, 0 }, { 0x4E00, 1 },  { 0x4E8C, 2 },  { 0x4E09, 3 },
                  { 0x56DB, 4 }, { 0x4E94, 5 }, { 0x516D, 6 },  { 0x4E03, 7 },  { 0x516B, 8 },
                  { 0x4E5D, 9 }, { 0x4E24, 2 }, { 0x5341, 10 }, { 0x767E, 100 } };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].code == code)
            return table[i].value;
    return -1;
}

/* 十二 -> 12, 一百零二 -> 102, 一八零一 -> 1801. Returns how many bytes were read, 0 for no numeral. */
static size_t read_numeral(const struct cs_room_scan *scan, size_t start, char out[VALUE_SIZE])
{
    struct cs_buffer digits = CS_BUFFER_INIT;
    size_t at = start, bytes;
    int sum = 0, last = 0, value;
    bool placed = false; /* 十 or 百 was there */
    while ((value = numeral(peek(scan, at, &bytes))) >= 0 && digits.length < VALUE_SIZE - 1) {
        if (value >= 10) {
            sum += (last || placed ? last : 1) * value;
            last = 0;
            placed = true;
        } else {
            last = value;
            cs_buffer_char(&digits, (char)('0' + value));
        }
        at += bytes;
    }
    if (placed) {
        cs_buffer_reset(&digits);
        cs_buffer_printf(&digits, "%d", sum + last);
    }
    memcpy(out, digits.text, digits.length + 1);
    cs_buffer_release(&digits);
    return at - start;
}

/* A run of ASCII letters and digits, letters made capitals. A longer run than any room is cut. */
static size_t read_plain(const struct cs_room_scan *scan, size_t start, char out[VALUE_SIZE])
{
    size_t at = start, bytes, used = 0;
    for (uint32_t code; (code = peek(scan, at, &bytes)) < 0x80 && isalnum((int)code); at += bytes)
        if (used < VALUE_SIZE - 1)
            out[used++] = (char)toupper((int)code);
    out[used] = '\0';
    return at - start;
}

/* ---- signs ---- */

/* The signs that may follow a value, longest first. */
static const struct {
    const char *text;
    enum cs_room_sign sign;
} signs[] = {
    { "号楼", BUILDING },
    { "栋楼", BUILDING },
    { "#楼", BUILDING },
    { "号房", ROOM },
    { "号院", NOISE },
    { "号地", NOISE },
    { "单元", ENTRANCE },
    { "楼栋", BUILDING },
    { "组团", NOISE },
    { "栋", BUILDING },
    { "幢", BUILDING },
    { "座", BUILDING },
    { "#", BUILDING },
    { "号", BUILDING },
    { "楼", BUILDING },
    { "梯", ENTRANCE },
    { "门", ENTRANCE },
    { "室", ROOM },
    { "房", ROOM },
    { "户", ROOM },
    { "层", FLOOR },
    { "期", NOISE },
    { "区", NOISE },
    { "路", NOISE },
    { "苑", NOISE },
    { "弄", NOISE },
    { "-", PLAIN },
    { "/", PLAIN },
    { "_", PLAIN },
    { ",", PLAIN },
    { ".", PLAIN },
    { "\xE2\x80\x94", PLAIN },
    { "\xE2\x80\x93", PLAIN },
    { "·", PLAIN },
    { "、", PLAIN },
    { "，", PLAIN },
    { "~", PLAIN },
};

static bool follows(const struct cs_room_scan *scan, size_t at, const char *text, size_t *length)
{
    size_t end = at;
    for (size_t i = 0, bytes, own; text[i]; i += own, end += bytes) {
        uint32_t wanted, code = peek(scan, end, &bytes);
        own = cs_utf8_decode(text + i, strlen(text + i), &wanted);
        if (wanted >= 0xFF01 && wanted <= 0xFF5E)
            wanted -= 0xFEE0;
        if (code != wanted)
            return false;
    }
    *length = end - at;
    return true;
}

static void skip_blanks(struct cs_room_scan *scan)
{
    size_t bytes;
    while (peek(scan, scan->at, &bytes) == ' ')
        scan->at += bytes;
}

/* Reads the sign after a value; *found tells whether there was any (a blank and the end are plain ones). */
static enum cs_room_sign read_sign(struct cs_room_scan *scan, bool *found)
{
    size_t length, bytes;
    skip_blanks(scan);
    *found = true;
    if (!peek(scan, scan->at, &bytes))
        return PLAIN;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (follows(scan, scan->at, signs[i].text, &length)) {
            scan->at += length;
            return signs[i].sign;
        }
    /* Another value right behind (A座 had its sign; "3 1801" has a blank): plain. */
    uint32_t code = peek(scan, scan->at, &bytes);
    *found = (code < 0x80 && isalnum((int)code)) || numeral(code) >= 0;
    return PLAIN;
}

static bool is_bare(const struct cs_room_scan *scan, size_t start)
{
    size_t length;
    return follows(scan, start, "号", &length) && !follows(scan, start, "号楼", &length);
}

/* 望江路88号, 88 in a street. */
static bool is_street(uint32_t word)
{
    static const uint32_t words[] = { 0x8DEF, 0x8857, 0x9053, 0x5DF7 }; /* 路 街 道 巷 */
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i] == word)
            return true;
    return false;
}

/* What a sign means here: behind a building 号 is a room, 楼 a floor and a second # an entrance; 3-2-1801号
 * ends with its room. */
static enum cs_room_sign in_place(const struct cs_room_scan *scan, size_t start, enum cs_room_sign sign)
{
    size_t length;
    if (sign == BUILDING && !scan->building && scan->count && scan->at >= scan->length &&
        scan->values[scan->count - 1].sign == PLAIN && is_bare(scan, start))
        return ROOM;
    if (sign == BUILDING && is_street(scan->word) && is_bare(scan, start))
        return NOISE;
    if (sign != BUILDING || !scan->building)
        return sign;
    if (follows(scan, start, "号楼", &length) || follows(scan, start, "#楼", &length))
        return BUILDING;
    if (follows(scan, start, "号", &length))
        return ROOM;
    if (follows(scan, start, "楼", &length))
        return FLOOR;
    return follows(scan, start, "#", &length) ? ENTRANCE : sign;
}

/* 负一层, 地下一层: the last sign of words before the value. */
static bool is_below(uint32_t word)
{
    return word == 0x8D1F || word == 0x4E0B; /* 负 下 */
}

/* A floor below the ground has no building above it that a parking place is counted in: it is one itself, B1.
 */
static bool is_basement(struct cs_room_value *value, bool below)
{
    size_t digits = strspn(value->text + (value->text[0] == 'B'), "0123456789");
    bool named = value->text[0] == 'B' && digits > 0 && !value->text[1 + digits];
    if (!named && (!below || digits != strlen(value->text) || digits > 2))
        return false;
    if (!named) {
        memmove(value->text + 1, value->text, digits + 1);
        value->text[0] = 'B';
    }
    return true;
}

/* Is the room whole: a building with its sign, and behind it a plain value or a room? */
static bool is_whole(const struct cs_room_scan *scan)
{
    size_t plains = 0;
    for (size_t i = scan->count; i-- > 0 && scan->values[i].sign != BUILDING;)
        plains += scan->values[i].sign == PLAIN || scan->values[i].sign == ROOM;
    return plains > (scan->building ? 0u : 1u);
}

/* The next value with its sign; 1: kept, 0: passed over, -1: a remark begins. */
static int scan_value(struct cs_room_scan *scan)
{
    struct cs_room_value *value = &scan->values[scan->count];
    size_t bytes, length = read_plain(scan, scan->at, value->text);
    if (!length)
        length = read_numeral(scan, scan->at, value->text);
    if (!length) { /* words and signs between values; behind a whole room they begin a remark */
        uint32_t code = peek(scan, scan->at, &bytes);
        if (code >= 0x2E80 && is_whole(scan))
            return -1;
        scan->word = code;
        scan->at += bytes;
        return 0;
    }
    bool found, below = is_below(scan->word);
    scan->at += length;
    skip_blanks(scan);
    size_t start = scan->at;
    enum cs_room_sign sign = in_place(scan, start, read_sign(scan, &found));
    /* A value followed by words: of a name (2025新城) before the room, a room and its remark behind it. */
    if (!found && !scan->building && scan->count == 0)
        sign = NOISE;
    scan->word = 0;
    if (sign == FLOOR && !scan->building && is_basement(value, below)) {
        scan->basement = scan->count + 1;
        sign = BUILDING;
    }
    if (sign == NOISE || sign == FLOOR)
        return 0;
    value->sign = sign;
    scan->building = scan->building || sign == BUILDING;
    scan->count++;
    return !found && is_whole(scan) ? -1 : 1;
}

/* 地下一层B-012: the place is B-012 by itself, as it is without its floor. */
static void settle_basement(struct cs_room_scan *scan)
{
    size_t index = scan->basement - 1;
    if (!scan->basement || scan->count < 3)
        return;
    scan->count--;
    memmove(&scan->values[index], &scan->values[index + 1], (scan->count - index) * sizeof *scan->values);
    scan->building = false;
}

/* Cuts the text into values. */
void cs_room_scan(struct cs_room_scan *scan)
{
    while (scan->at < scan->length && scan->count < VALUES_MAX && scan_value(scan) >= 0)
        ;
    settle_basement(scan);
}
