/* room.c: the one spelling of a room, from the values that room-scan.c cuts it into. */
#include "org/room-scan.h"

#include <string.h>

struct parts {
    const char *building, *entrance, *room, *tail;
    bool sure; /* the building had its sign, or all three parts were there */
};

static bool begins(const char *text, const char *head)
{
    return strncmp(text, head, strlen(head)) == 0;
}

/* Plain values: [entrance] [floor] room [tail]. */
static bool share_out(const char **plain, size_t count, struct parts *parts)
{
    size_t at = 0;
    if (!parts->entrance && count - at >= (parts->room ? 1u : 2u))
        parts->entrance = plain[at++];
    if (!parts->room) {
        if (at >= count)
            return false;
        /* 2-18-1801: the floor stands before its room. */
        if (count - at >= 2 && strlen(plain[at + 1]) > strlen(plain[at]) && begins(plain[at + 1], plain[at]))
            at++;
        parts->room = plain[at++];
    }
    if (count - at == 1 && begins(plain[at], parts->room))
        parts->room = plain[at]; /* 1801室 behind its floor 18, or said twice */
    else if (count - at == 1 && !begins(parts->room, plain[at]))
        parts->tail = plain[at];
    return count - at <= 1;
}

static const char *no_zeros(const char *text)
{
    while (text[0] == '0' && text[1])
        text++;
    return text;
}

/* N/A is no room: one of the parts has a digit. */
static bool has_digit(const struct parts *parts)
{
    static const char digits[] = "0123456789";
    return strpbrk(parts->building, digits) || strpbrk(parts->room, digits) ||
           (parts->entrance && strpbrk(parts->entrance, digits));
}

static bool find_parts(const struct cs_room_scan *scan, struct parts *parts)
{
    const char *plain[VALUES_MAX];
    size_t start = 0, count = 0;
    bool signed_building = false;
    for (size_t i = 0; i < scan->count; i++)
        if (scan->values[i].sign == BUILDING) {
            start = i;
            signed_building = true;
        }
    *parts = (struct parts){ NULL };
    if (scan->count < start + 2 || (!signed_building && scan->values[start].sign != PLAIN))
        return false;
    parts->building = no_zeros(scan->values[start].text);
    for (size_t i = start + 1; i < scan->count; i++) {
        const struct cs_room_value *value = &scan->values[i];
        if (value->sign == ENTRANCE)
            parts->entrance = no_zeros(value->text);
        else if (value->sign == ROOM)
            parts->room = no_zeros(value->text);
        else
            plain[count++] = no_zeros(value->text);
    }
    bool fine = share_out(plain, count, parts);
    parts->sure = signed_building || parts->entrance;
    return fine && strlen(parts->building) <= 6 && has_digit(parts);
}

static size_t put(char place[CS_PLACE_SIZE], size_t at, const char *text)
{
    size_t length = strlen(text);
    if (at)
        place[at++] = '-';
    memcpy(place + at, text, length + 1);
    return at + length;
}

/* Four values of at most 15 bytes and their signs fit in any case. */
_Static_assert(4 * VALUE_SIZE <= CS_PLACE_SIZE, "a place must have room for its parts");

static size_t write_place(const struct parts *parts, char place[CS_PLACE_SIZE])
{
    size_t at = put(place, 0, parts->building);
    if (parts->entrance)
        at = put(place, at, parts->entrance);
    at = put(place, at, parts->room);
    if (parts->tail)
        at = put(place, at, parts->tail);
    return at;
}

/* 3-2-1801 and 3-1801 as they are: most systems write so, and millions of times. */
static size_t take_plain(const char *text, size_t length, char place[CS_PLACE_SIZE])
{
    size_t run = 0, dashes = 0;
    if (length >= CS_PLACE_SIZE)
        return 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '-') {
            if (run == 0 || run > 4 || ++dashes > 2)
                return 0;
            run = 0;
        } else if (text[i] < '0' || text[i] > '9' || (run == 0 && text[i] == '0')) {
            return 0;
        } else {
            run++;
        }
    }
    if (dashes == 0 || run == 0 || run > 6)
        return 0;
    memcpy(place, text, length);
    place[length] = '\0';
    return length;
}

size_t cs_room_normalise(const char *text, size_t length, char place[CS_PLACE_SIZE])
{
    struct cs_room_scan scan = { .text = text, .length = length };
    struct parts parts;
    size_t taken = take_plain(text, length, place);
    if (taken)
        return taken;
    place[0] = '\0';
    cs_room_scan(&scan);
    return find_parts(&scan, &parts) ? write_place(&parts, place) : 0;
}

/* The first value of a text: of 3栋 the 3, of 02单元 the 02. */
static bool first_value(const char *text, size_t length, char out[VALUE_SIZE])
{
    struct cs_room_scan scan = { .text = text, .length = length };
    out[0] = '\0';
    cs_room_scan(&scan);
    for (size_t i = 0; i < scan.count; i++)
        if (!out[0] || scan.values[i].sign == BUILDING)
            memcpy(out, scan.values[i].text, VALUE_SIZE);
    return out[0] != '\0';
}

size_t cs_building_normalise(const char *text, size_t length, char code[CS_PLACE_SIZE])
{
    char value[VALUE_SIZE];
    code[0] = '\0';
    return first_value(text, length, value) ? put(code, 0, no_zeros(value)) : 0;
}

/* Appends a plain number of at most `most` digits without its leading zeros; NULL where the text is anything
 * else. */
static char *plain_number(char *to, const char *text, size_t most)
{
    size_t zeros = strspn(text, "0"), length = strspn(text + zeros, "0123456789");
    if (length == 0 || length > most || zeros > 2 || text[zeros + length])
        return NULL;
    memcpy(to, text + zeros, length);
    return to + length;
}

/* Nearly all exports write the three parts as plain numbers: those need no scan. Returns 0 where they are
 * not. */
static size_t join_plain(const char *building, const char *entrance, const char *room,
                         char place[CS_PLACE_SIZE])
{
    enum { SHORT_DIGITS = 3, ROOM_DIGITS = 5 };
    size_t digits = strlen(room);
    char *at = plain_number(place, building, SHORT_DIGITS);
    if (!at || digits < 3 || room[0] == '0')
        return 0;
    *at++ = '-';
    if (entrance[0]) {
        at = plain_number(at, entrance, SHORT_DIGITS);
        if (!at)
            return 0;
        *at++ = '-';
    }
    at = plain_number(at, room, ROOM_DIGITS);
    if (!at)
        return 0;
    *at = '\0';
    return (size_t)(at - place);
}

size_t cs_room_join(const char *building, const char *entrance, const char *room, char place[CS_PLACE_SIZE])
{
    char first[VALUE_SIZE], second[VALUE_SIZE];
    struct parts parts;
    building = building ? building : "";
    entrance = entrance ? entrance : "";
    room = room ? room : "";
    size_t plain = join_plain(building, entrance, room, place);
    if (plain)
        return plain;
    struct cs_room_scan scan = { .text = room, .length = strlen(room) };
    cs_room_scan(&scan);
    bool whole = find_parts(&scan, &parts);
    if (whole && (parts.sure || !building[0]))
        return write_place(&parts, place);
    place[0] = '\0';
    if (!first_value(building, strlen(building), first))
        return 0;
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_printf(&text, "%s#", first);
    if (first_value(entrance, strlen(entrance), second))
        cs_buffer_printf(&text, "%s单元", second);
    cs_buffer_text(&text, room);
    size_t length = cs_room_normalise(text.text, text.length, place);
    cs_buffer_release(&text);
    return length;
}
