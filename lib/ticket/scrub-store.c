/*
 * scrub-store.c: takes a person's name, numbers and addresses out of words that stay.
 *
 * Each byte becomes a '*', so that texts that tell their own length (what a source gave) still read. A column
 * that holds words belongs into this list, or is blanked by FORGET_CASE and its kin (a test looks at all).
 */
#include "ticket/ticket.h"

#include "base/text.h"

#define CASE_OF     "($3 = 0 OR ticket_id IN (SELECT id FROM ticket WHERE customer_id = $3)) AND "
#define HAS(column) column " LIKE '%' || $1 || '%'"
#define PUT(column) column " = replace(" column ", $1, $2)"
#define ONE(table, a)                                                                                        \
    {                                                                                                        \
        "UPDATE " table " SET " PUT(a) " WHERE " CASE_OF HAS(a), "tti", ""                                   \
    }
#define TWO(table, a, b)                                                                                     \
    {                                                                                                        \
        "UPDATE " table " SET " PUT(a) ", " PUT(b) " WHERE " CASE_OF "(" HAS(a) " OR " HAS(b) ")", "tti", "" \
    }
#define THREE(table, a, b, c)                                                                                \
    {                                                                                                        \
        "UPDATE " table " SET " PUT(a) ", " PUT(b) ", " PUT(c) " WHERE " CASE_OF                             \
                                                               "(" HAS(a) " OR " HAS(b) " OR " HAS(c) ")",   \
            "tti", ""                                                                                        \
    }
#define OWN "UPDATE ticket SET "
#define OF  " WHERE ($3 = 0 OR customer_id = $3) AND ("

static const struct cs_statement statements[] = {
    { OWN PUT("room") ", " PUT("building") ", " PUT("entrance") ", " PUT("batch") ", " PUT("project") OF HAS(
          "room") " OR " HAS("building") " OR " HAS("entrance") " OR " HAS("batch") " OR " HAS("project") ")",
      "tti", "" },
    { OWN PUT("subject") ", " PUT("body") ", " PUT("resolution") ", " PUT("delay_reason") ", " PUT("extra")
          OF HAS("subject") " OR " HAS("body") " OR " HAS("resolution") " OR " HAS("delay_reason") " OR " HAS(
              "extra") ")",
      "tti", "" },
    { OWN PUT("category1") ", " PUT("category2") ", " PUT("category3") ", " PUT("hold_reason")
          OF HAS("category1") " OR " HAS("category2") " OR " HAS("category3") " OR " HAS("hold_reason") ")",
      "tti", "" },
    { OWN PUT("taker") ", " PUT("assignee") ", " PUT("handling_dept") ", " PUT("responsible_dept") OF HAS(
          "taker") " OR " HAS("assignee") " OR " HAS("handling_dept") " OR " HAS("responsible_dept") ")",
      "tti", "" },
    TWO("fault", "place", "symptom"),
    TWO("fault", "cause", "party"),
    ONE("fault_share", "party"),
    ONE("work_order", "supplier"),
    THREE("event", "old", "new", "note"),
    ONE("contact", "note"),
    TWO("callback", "reason", "recording"),
    THREE("hold", "evidence", "note", "approver"),
    ONE("attachment", "uri"),
    TWO("settlement", "plan", "terms"),
    TWO("appointment", "agreed_by", "reason"),
    TWO("extension", "note", "permit"),
    ONE("backdating", "note"),
    ONE("link", "note"),
    THREE("matter", "place", "number", "note"),
    ONE("reference", "given"),
    ONE("intake_given", "given"),
    ONE("intake_before", "old"),
    ONE("past_value", "old"),
    ONE("message", "fault"),
};

const struct cs_statements cs_scrub_statements = CS_STATEMENTS("scrub", statements);

enum cs_status cs_ticket_scrub(struct cs_store *store, const char *text, int64_t customer_id,
                               struct cs_error *err)
{
    struct cs_buffer stars = CS_BUFFER_INIT;
    for (const char *byte = text; *byte; byte++)
        cs_buffer_char(&stars, '*');
    const struct cs_value in[] = { cs_text(text), cs_text(stars.text), cs_integer(customer_id) };
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < sizeof statements / sizeof *statements && status == CS_OK && text[0]; i++)
        status = cs_store_do(store, &cs_scrub_statements, (int)i, in, NULL, err);
    cs_buffer_release(&stars);
    return status;
}
