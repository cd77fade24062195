/* Headings as people and CRMs write them: which field a column goes to, and how sure that is. */
#include "record/parts.h"
#include "record/record.h"

#include <string.h>

static bool same(const char *ours, const char *word, size_t length)
{
    return ours && ours[0] && cs_word_same(ours, strlen(ours), word, length);
}

/* Import templates mark what must be filled in: *联系电话, 联系电话 * */
static void cut_stars(const char **word, size_t *length)
{
    cs_word_trim(word, length);
    while (*length > 0 && (*word)[0] == '*') {
        (*word)++;
        (*length)--;
    }
    while (*length > 0 && (*word)[*length - 1] == '*')
        (*length)--;
    cs_word_trim(word, length);
}

/* The place of a word in a list "a|b|c", or -1. */
static int place_in(const char *list, const char *word, size_t length)
{
    int place = 0;
    for (const char *piece = list; piece && *piece; place++) {
        size_t bytes = strcspn(piece, "|");
        if (bytes && cs_word_same(piece, bytes, word, length))
            return place;
        piece += bytes + (piece[bytes] == '|');
    }
    return -1;
}

static bool take(struct cs_heading *found, size_t field, int rank)
{
    *found = (struct cs_heading){ .field = (int)field, .rank = rank, .member = -1 };
    return true;
}

/* Names come before headings and headings before synonyms, so that a field's own name is never taken by
 * another field's synonym. */
static bool find_word(const struct cs_record *record, const char *word, size_t length,
                      struct cs_heading *found)
{
    for (size_t i = 0; i < record->count; i++)
        if (same(record->fields[i].name, word, length))
            return take(found, i, CS_RANK_NAME);
    for (size_t i = 0; i < record->count; i++) {
        const char *own = record->fields[i].heading;
        if (same(own, word, length) || same(cs_translate(own), word, length))
            return take(found, i, CS_RANK_HEADING);
    }
    for (size_t i = 0; i < record->count; i++) {
        int place = place_in(record->fields[i].also, word, length);
        if (place >= 0)
            return take(found, i, CS_RANK_SYNONYM + place);
    }
    return false;
}

/* is_media, Is media and IsMedia begin with a word of their own, island does not. */
static bool is_head(const char *head, const char *word, size_t length)
{
    size_t bytes = strlen(head);
    if (length <= bytes || strncasecmp(word, head, bytes) != 0)
        return false;
    char next = word[bytes];
    return (unsigned char)head[0] >= 0x80 || next == ' ' || next == '_' || (next >= 'A' && next <= 'Z');
}

/* 是否群诉, is_escalated: a column of yes and no about one member of a set. */
static bool find_member(const struct cs_record *record, const char *word, size_t length,
                        struct cs_heading *found)
{
    static const char *const heads[] = { "是否", "有无", "是不是", "is", "has" };
    for (size_t h = 0; h < sizeof heads / sizeof *heads; h++) {
        size_t head = strlen(heads[h]);
        if (!is_head(heads[h], word, length))
            continue;
        for (size_t i = 0; i < record->count; i++) {
            const struct cs_field *field = &record->fields[i];
            const struct cs_choice *choice = field->type == CS_TYPE_SET && !(field->flags & CS_DERIVED)
                                                 ? cs_choice_find(field->choices, word + head, length - head)
                                                 : NULL;
            if (choice && take(found, i, CS_RANK_SYNONYM)) {
                found->member = (int)(choice - field->choices);
                return true;
            }
        }
    }
    return false;
}

/* ---- spellings ---- */

/* What stands in brackets and says nothing of the meaning: that it must be filled in, the unit, the form. */
static bool is_remark(const char *text, size_t length)
{
    static const char words[] =
        "必填|必填项|必须|选填|可选|非必填|元|单位元|单位:元|人民币|rmb|cny|yuan|¥|￥|"
        "是/否|是否|1-5|1~5|1-5分|1-5星|分|次|required|optional|mandatory|*";
    static const char *const heads[] = { "格式", "例", "如", "yyyy", "请", "单选", "下拉" };
    cs_word_trim(&text, &length);
    if (length == 0 || place_in(words, text, length) >= 0)
        return true;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (length >= strlen(heads[i]) && strncasecmp(text, heads[i], strlen(heads[i])) == 0)
            return true;
    return false;
}

/* Cuts one remark in brackets off the end or the beginning; the text is narrow already. */
static bool cut_remark(const char **word, size_t *length)
{
    static const char *const pairs[][2] = { { "(", ")" }, { "[", "]" }, { "【", "】" }, { "<", ">" } };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        size_t open = strlen(pairs[i][0]), close = strlen(pairs[i][1]);
        const char *from = memmem(*word, *length, pairs[i][0], open);
        const char *end = from ? memmem(from, *length - (size_t)(from - *word), pairs[i][1], close) : NULL;
        if (!end || !is_remark(from + open, (size_t)(end - from) - open))
            continue;
        if (end + close == *word + *length) {
            *length = (size_t)(from - *word);
        } else if (from == *word) {
            *length -= (size_t)(end + close - from);
            *word = end + close;
        } else {
            continue;
        }
        return true;
    }
    return false;
}

/* The heading without what its writer put around it: remarks in brackets, stars, a colon, blanks and line
 * breaks inside, wide signs. In the arena. */
static const char *plain_heading(struct cs_arena *arena, const char *heading, size_t *length)
{
    const char *word = cs_word_narrow(arena, heading, length);
    bool more = true;
    while (more) {
        cut_stars(&word, length);
        while (*length > 0 && word[*length - 1] == ':')
            --*length;
        more = cut_remark(&word, length);
    }
    cut_stars(&word, length);
    char *plain = cs_arena_alloc(arena, *length + 1);
    size_t used = 0;
    for (size_t at = 0; at < *length;) {
        const char *rest = word + at;
        size_t left = *length - at;
        cs_word_trim(&rest, &left);
        at = (size_t)(rest - word);
        if (left == 0)
            break;
        plain[used++] = word[at++];
    }
    plain[used] = '\0';
    *length = used;
    return plain;
}

bool cs_record_read_heading(const struct cs_record *record, const char *heading, struct cs_heading *found)
{
    const char *word = heading;
    size_t length = strlen(heading);
    *found = (struct cs_heading){ .field = -1, .member = -1 };
    cut_stars(&word, &length);
    if (length == 0)
        return false;
    if (find_word(record, word, length, found) || find_member(record, word, length, found))
        return true;
    struct cs_arena arena = CS_ARENA_INIT;
    word = plain_heading(&arena, word, &length);
    bool known =
        length > 0 && (find_word(record, word, length, found) || find_member(record, word, length, found));
    cs_arena_release(&arena);
    return known;
}

int cs_record_find_heading(const struct cs_record *record, const char *heading)
{
    struct cs_heading found;
    return cs_record_read_heading(record, heading, &found) ? found.field : -1;
}
