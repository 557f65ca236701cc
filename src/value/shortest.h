/* The shortest decimal number that is read back as the same double, as Python's repr() writes it. */
#ifndef PF_VALUE_SHORTEST_H
#define PF_VALUE_SHORTEST_H

#include "base/text.h"

/* "0.1", "1e+16", "nan", "-inf"; 1 as "1.0" when POINT is set, else as "1". */
void pf_shortest_append(struct pf_text *text, double value, bool point);

#endif
