/*
 * Customers, for who answers the phone: from a number, a room or a name to homes, people and cases. Index
 * look-ups alone, so that it answers at once however much the store holds.
 */
#ifndef CS_CUSTOMER_FIND_H
#define CS_CUSTOMER_FIND_H

#include "org/org.h"

struct cs_find_ids {
    int64_t *items;
    size_t count, capacity;
};

/* What answers to the words asked for. Free with cs_find_free. */
struct cs_find {
    struct cs_store *store;
    struct cs_org *org;
    int64_t unit_id, home_id;                /* 0: anywhere; look only there */
    struct cs_find_ids homes, people, cases; /* of people: those that they were merged into */
    bool rooms;                              /* the homes were named by a room, not found through people */
    bool named;                              /* the people were found by their name, which several may bear */
};

/* Looks for text as a phone number in any spelling, as a room, as a name. Four digits are the end of a phone
 * number: they need unit_id or home_id. CS_OK also where nothing is found; CS_REFUSED with a sentence. */
enum cs_status cs_find_text(struct cs_find *find, const char *text, struct cs_error *err);

/* Adds the homes of the people found, and of the cases found by phone. */
enum cs_status cs_find_homes(struct cs_find *find, struct cs_error *err);

/* Who repairs in the building of a home, by trade: rows of cs_found_supplier_record, the busiest first. */
enum cs_status cs_find_suppliers(struct cs_store *store, int64_t home_id, cs_row_fn *each, void *context,
                                 struct cs_error *err);
void cs_find_free(struct cs_find *find);

/* A number as stores may have it written: 13800138000, +86 138 0013 8000, 0571-88886666. Returns how many
 * spellings; 0 where the text is no number. */
enum { CS_FIND_SPELLINGS = 12, CS_FIND_SPELLING_SIZE = 48 };
size_t cs_find_spellings(const char *text, char spellings[CS_FIND_SPELLINGS][CS_FIND_SPELLING_SIZE]);

/* A home with its project, building and dates; the people of a home; a person without one; a case in one
 * line; a supplier. */
extern const struct cs_record cs_found_home_record, cs_found_person_record, cs_found_case_record,
    cs_found_supplier_record;
extern const struct cs_view cs_found_home_view, cs_found_person_view, cs_found_nobody_view,
    cs_found_case_view;
/* The cases of a home or a person, $1. */
extern const struct cs_found_case_where {
    const char *home, *person;
} cs_found_case_where;
extern const struct cs_statements cs_find_statements;

#endif
