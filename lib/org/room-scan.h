/* The values that a room's spelling is cut into; shared by the two files of the normaliser. */
#ifndef CS_ORG_ROOM_SCAN_H
#define CS_ORG_ROOM_SCAN_H

#include "org/org.h"

enum { VALUE_SIZE = 16, VALUES_MAX = 12 };

enum cs_room_sign { PLAIN, BUILDING, ENTRANCE, ROOM, FLOOR, NOISE };

struct cs_room_value {
    enum cs_room_sign sign;
    char text[VALUE_SIZE];
};

struct cs_room_scan {
    const char *text;
    size_t length, at;
    struct cs_room_value values[VALUES_MAX];
    size_t count;
    bool building;   /* a building's sign was seen */
    uint32_t word;   /* the last sign of words passed over */
    size_t basement; /* 1 + the value that is a floor below the ground and stands for a building; 0: none */
};

/* Cuts scan->text into scan->values. The scan comes zeroed but for text and length. */
void cs_room_scan(struct cs_room_scan *scan);

#endif
