/* What the files of lib/notify share; everybody else: notify/notify.h. */
#ifndef CS_NOTIFY_NOTIFY_INSIDE_H
#define CS_NOTIFY_NOTIFY_INSIDE_H

#include "notify/notify.h"

enum cs_notify_statement {
    NOTIFY_QUEUE,
    NOTIFY_NEXT,
    NOTIFY_LEASE,
    NOTIFY_HELD,
    NOTIFY_SENT,
    NOTIFY_AGAIN,
    NOTIFY_STATE,
    NOTIFY_RETRY,
    NOTIFY_RETRY_ALL,
    NOTIFY_FACTS,
    NOTIFY_SUPPLIER,
};

/* Columns of NOTIFY_FACTS. */
enum cs_notify_column {
    OF_KEY,
    OF_TEMPLATE,
    OF_STAFF,
    OF_CODE,
    OF_NAME,
    OF_EMAIL,
    OF_PHONE,
    OF_ACCOUNT,
    OF_LANGUAGE,
    OF_METRIC,
    OF_DUE_AT,
    OF_RUNG,
    OF_LEVEL,
    OF_ROLE,
    OF_TICKET,
    OF_SOURCE,
    OF_EXTERNAL_ID,
    OF_KIND,
    OF_STATE,
    OF_ENDED,
    OF_PRIORITY,
    OF_GRADE,
    OF_FLAGS,
    OF_SUBJECT,
    OF_PROJECT,
    OF_ROOM,
    OF_OPENED_AT,
    OF_LAST_CONTACT_AT,
    OF_ASSIGNEE,
    OF_REOPENS,
    OF_CHASERS,
    OF_COMPONENT,
    OF_COLUMNS
};

#endif
