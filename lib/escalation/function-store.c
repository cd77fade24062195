/* The statements of the responsible functions. No rules here. */
#include "escalation/function.h"

static const struct cs_statement list[] = {
    [FUNCTION_PUT] = { "INSERT INTO function_word (word, role) VALUES ($1, $2) ON CONFLICT (word) DO UPDATE "
                       "SET role = excluded.role",
                       "tt", "" },
    [FUNCTION_CASE] = { "SELECT responsible_dept, origin FROM ticket WHERE id = $1", "i", "tt" },
    /* the longest word that the department's name holds */
    [FUNCTION_IN_TEXT] = { "SELECT role FROM function_word WHERE $1 LIKE '%' || word || '%' ORDER BY "
                           "LENGTH(word) DESC, word LIMIT 1",
                           "t", "t" },
    [FUNCTION_OF_WORD] = { "SELECT role FROM function_word WHERE word = $1", "t", "t" },
    [FUNCTION_SAME] = { "SELECT COUNT(*) FROM function_word WHERE word = $1 AND role = $2", "tt", "i" },
};
const struct cs_statements cs_function_statements = CS_STATEMENTS("function", list);
