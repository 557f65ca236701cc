/* Any Python object: its type, what kind it is, and the value of an int. */
#ifndef PF_PYTHON_OBJECT_H
#define PF_PYTHON_OBJECT_H

#include "python/reader.h"

/* Bits of tp_flags (Include/object.h), the same in every version that is read. */
#define PF_TYPE_INLINE_VALUES (UINT64_C(1) << 2) /* 3.13+ */
#define PF_TYPE_MANAGED_DICT (UINT64_C(1) << 4)	 /* 3.11+ */
#define PF_TYPE_HEAP (UINT64_C(1) << 9)
#define PF_TYPE_COLLECTED (UINT64_C(1) << 14) /* the garbage collector knows its instances */
#define PF_TYPE_INT (UINT64_C(1) << 23)	      /* 2.7's int, which is not a long */
#define PF_TYPE_LONG (UINT64_C(1) << 24)
#define PF_TYPE_LIST (UINT64_C(1) << 25)
#define PF_TYPE_TUPLE (UINT64_C(1) << 26)
#define PF_TYPE_BYTES (UINT64_C(1) << 27) /* 2.7's str */
#define PF_TYPE_TEXT (UINT64_C(1) << 28)
#define PF_TYPE_DICT (UINT64_C(1) << 29)
#define PF_TYPE_EXCEPTION (UINT64_C(1) << 30)
#define PF_TYPE_CLASS (UINT64_C(1) << 31) /* instances are classes */

/* Reads the address and the flags of the type of the object at AT. */
struct pf_error *pf_object_peek_type(const struct pf_reader *reader, pf_addr at, pf_addr *type_ret,
				     uint64_t *flags_ret) PF_CHECKED;

/* CORRUPT (a static error: TORN) unless the type of the object at AT has one of FLAGS. */
struct pf_error *pf_object_expect(const struct pf_reader *reader, pf_addr at,
				  uint64_t flags) PF_CHECKED;

/*
 * Whether the object at AT is a code object: its type is named "code". *type, 0 at first, keeps
 * the type's address once it is known, so that further calls compare one word.
 */
struct pf_error *pf_object_expect_code(const struct pf_reader *reader, const unsigned char *bytes,
				       pf_addr *type) PF_CHECKED;

/* The value of the int at AT; TORN when it is no int or does not fit. */
struct pf_error *pf_object_peek_int(const struct pf_reader *reader, pf_addr at,
				    int64_t *ret) PF_CHECKED;

#endif
