/* Typed values: equality. */
#include "record/value.h"

int cs_value_equal(const struct cs_value *left, const struct cs_value *right)
{
    if (left->type != right->type)
        return 0;
    switch (left->type) {
    case CS_NULL:
        return 1;
    case CS_INTEGER:
        return left->integer == right->integer;
    case CS_REAL:
        return left->real == right->real;
    case CS_TEXT:
    case CS_BLOB:
        break;
    }
    return left->length == right->length &&
           (left->length == 0 || memcmp(left->text, right->text, left->length) == 0);
}
