/* forget-text.c: what a person is known by, for finding it in words of others and in files beside the store.
 */
#include "customer/customer-inside.h"

#include <stdio.h>
#include <stdlib.h>

enum { SHORTEST_PHONE = 7, SHORTEST_MAIL = 6, SHORTEST_IDENTITY = 8, SHORTEST_NAME = 4 };

static void add(char ***list, size_t *count, size_t *capacity, const char *text)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp((*list)[i], text) == 0)
            return;
    *list = cs_grow(*list, capacity, *count + 1, sizeof **list);
    (*list)[(*count)++] = cs_strdup(text);
}

static void add_number(struct cs_traces *traces, const char *text)
{
    add(&traces->numbers, &traces->number_count, &traces->number_capacity, text);
}

/* As it stands, its digits, and a mobile number as people write it: 138-0000-1234, 138 0000 1234. */
static void add_phone(struct cs_traces *traces, const char *text)
{
    struct cs_buffer digits = CS_BUFFER_INIT;
    char spelling[16];
    cs_phone_digits(&digits, text);
    if (digits.length >= SHORTEST_PHONE) { /* 110 or 12345 in a text is nobody's */
        add_number(traces, text);
        add_number(traces, digits.text);
    }
    for (const char *joint = "- "; digits.length == 11 && *joint; joint++) {
        snprintf(spelling, sizeof spelling, "%.3s%c%.4s%c%.4s", digits.text, *joint, digits.text + 3, *joint,
                 digits.text + 7);
        add_number(traces, spelling);
    }
    cs_buffer_release(&digits);
}

static bool is_telling(const char *name)
{
    size_t characters = 0;
    for (const char *byte = name; *byte; byte++)
        characters += (*byte & 0xC0) != 0x80;
    return characters >= 2 && strlen(name) >= SHORTEST_NAME;
}

void cs_traces_add_text(struct cs_traces *traces, int field, const struct cs_value *value)
{
    unsigned flags = cs_customer_record.fields[field].flags & CS_MASKED;
    if (value->type != CS_TEXT || (flags && cs_is_masked(flags, value->text, value->length)))
        return;
    if (flags & CS_PHONE)
        add_phone(traces, value->text);
    else if (flags && value->length >= (flags & CS_EMAIL ? SHORTEST_MAIL : SHORTEST_IDENTITY))
        add_number(traces, value->text);
    else if (!flags && is_telling(value->text))
        add(&traces->names, &traces->name_count, &traces->name_capacity, value->text);
}

void cs_traces_add(struct cs_traces *traces, const struct cs_value row[COLUMNS])
{
    static const int fields[] = { CS_CUSTOMER_NAME, CS_CUSTOMER_PHONE, CS_CUSTOMER_PHONE2, CS_CUSTOMER_EMAIL,
                                  CS_CUSTOMER_IDENTITY };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        cs_traces_add_text(traces, fields[i], &row[COLUMN_PLAIN + fields[i] - PLAIN_FIRST]);
}

void cs_traces_release(struct cs_traces *traces)
{
    for (size_t i = 0; i < traces->number_count; i++)
        free(traces->numbers[i]);
    for (size_t i = 0; i < traces->name_count; i++)
        free(traces->names[i]);
    free(traces->numbers);
    free(traces->names);
}

void cs_customer_traces(const struct cs_customers *customers, void (*each)(void *context, const char *text),
                        void *context)
{
    const struct cs_traces *traces = &customers->traces;
    for (size_t i = 0; i < traces->number_count; i++)
        each(context, traces->numbers[i]);
    for (size_t i = 0; i < traces->name_count; i++)
        each(context, traces->names[i]);
}
