/* Assertions on struct pf_error * for Check. */
#ifndef PF_TESTS_ASSERT_ERROR_H
#define PF_TESTS_ASSERT_ERROR_H

#include "base/error.h"

#include <check.h>
#include <string.h>

/* EXPR must succeed. */
#define assert_ok(expr)                                                                    \
	do {                                                                               \
		struct pf_error *err_ = (expr);                                            \
		ck_assert_msg(!err_, "%s: %s", #expr, err_ ? pf_error_message(err_) : ""); \
	} while (0)

/* EXPR must fail with CODE, and its message must have TEXT in it. */
#define assert_error(expr, code, text)                                                          \
	do {                                                                                    \
		struct pf_error *err_ = (expr);                                                 \
		ck_assert_msg(err_ != NULL, "%s succeeds", #expr);                              \
		ck_assert_msg(pf_error_code(err_) == (code), "%s: %s, %s", #expr,               \
			      pf_error_code_name(pf_error_code(err_)), pf_error_message(err_)); \
		ck_assert_msg(strstr(pf_error_message(err_), (text)) != NULL, "%s: %s", #expr,  \
			      pf_error_message(err_));                                          \
		pf_error_destroy(err_);                                                         \
	} while (0)

#endif
