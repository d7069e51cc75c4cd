#ifndef LAB_MORTAL_H
#define LAB_MORTAL_H

#include "lab/service.h"

/*
 * A connection that is dropped when it has reached an age, whatever it is
 * used for: it carries the one that it stands on, and resets it then.
 */

/*
 * Takes the connection, which is open, and gives the mortal one. Its service
 * and context are those of the other.
 */
struct lab_conn *mortal_conn_new(struct lab_conn *under, int64_t age_s);

#endif
