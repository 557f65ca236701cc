/* What an expression is made of: its nodes, once it is parsed. */
#ifndef PF_VALUE_EXPRESSION_NODE_H
#define PF_VALUE_EXPRESSION_NODE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an expression may have at most. */
enum {
	PF_EXPRESSION_SIZE = 4096, /* bytes of text */
	PF_EXPRESSION_NODES = 1000,
	PF_EXPRESSION_DEPTH = 64, /* of nodes in nodes, and of parentheses */
};

enum pf_node_kind {
	PF_NODE_NAME,	   /* text: x */
	PF_NODE_VARIABLE,  /* text: "x" of $x, "1" of $1, "" of $, "$" of $$, "$2" of $$2 */
	PF_NODE_NONE,	   /* None; and a part of a slice that is not there */
	PF_NODE_BOOL,	   /* integer */
	PF_NODE_INT,	   /* text: its decimal digits; integer unless big */
	PF_NODE_FLOAT,	   /* real; text: how it is written */
	PF_NODE_COMPLEX,   /* real: its imaginary part */
	PF_NODE_STR,	   /* text */
	PF_NODE_BYTES,	   /* text */
	PF_NODE_TUPLE,	   /* its items */
	PF_NODE_LIST,	   /* its items */
	PF_NODE_ATTRIBUTE, /* an object; text: the name */
	PF_NODE_ITEM,	   /* an object, and an index, a key or a slice */
	PF_NODE_SLICE,	   /* start, stop, step */
	PF_NODE_CALL, /* function; one argument; isinstance: also a type's name, or a tuple of them */
	PF_NODE_COMPARE, /* operands; link of each but the first: the comparison before it */
	PF_NODE_AND,	 /* operands, two at least */
	PF_NODE_OR,	 /* operands, two at least */
	PF_NODE_NOT,	 /* one operand */
	PF_NODE_UNARY,	 /* operation; one operand */
	PF_NODE_BINARY,	 /* operation; two operands */
	PF_NODE_CHOICE,	 /* condition; what it is worth when that is true, and when it is not */
};

/* ORDER OPERATION: expression_node.c has their names. */
enum pf_operation {
	PF_OPERATION_NONE,
	PF_OPERATION_LT,
	PF_OPERATION_LE,
	PF_OPERATION_EQ,
	PF_OPERATION_NE,
	PF_OPERATION_GT,
	PF_OPERATION_GE,
	PF_OPERATION_IN,
	PF_OPERATION_NOT_IN,
	PF_OPERATION_IS,
	PF_OPERATION_IS_NOT,
	PF_OPERATION_ADD,
	PF_OPERATION_SUBTRACT,
	PF_OPERATION_MULTIPLY,
	PF_OPERATION_DIVIDE,
	PF_OPERATION_FLOOR_DIVIDE,
	PF_OPERATION_REMAINDER,
	PF_OPERATION_AND,
	PF_OPERATION_OR,
	PF_OPERATION_XOR,
	PF_OPERATION_LEFT,
	PF_OPERATION_RIGHT,
	PF_OPERATION_INVERT,
	PF_OPERATION_POWER,
};

/* ORDER BUILTIN: expression_node.c has their names. What they call is ours, never the target's. */
enum pf_builtin {
	PF_BUILTIN_ABS,
	PF_BUILTIN_BOOL,
	PF_BUILTIN_FLOAT,
	PF_BUILTIN_HEX,
	PF_BUILTIN_ID,
	PF_BUILTIN_INT,
	PF_BUILTIN_ISINSTANCE,
	PF_BUILTIN_LEN,
	PF_BUILTIN_REPR,
	PF_BUILTIN_STR,
	PF_BUILTIN_TYPE,
};

/*
 * A part of an expression. Text ends in a NUL that its size does not count. That of str and bytes
 * may have more of them; that of str is UTF-8 in which surrogates stand alone, in three bytes each.
 */
struct pf_node {
	enum pf_node_kind kind;
	enum pf_operation operation, link;
	enum pf_builtin function;
	bool big;	/* of an int: more than 64 bits */
	unsigned depth; /* of the nodes in it; 1: none */
	uint32_t count; /* of its children */
	int64_t integer;
	double real;
	const char *text;
	size_t size;
	struct pf_node *first, *last; /* its children */
	struct pf_node *next;	      /* the next of the children that it belongs to */
};

/* Appends CHILD to the children of NODE; USAGE when that is too deep. */
struct pf_error *pf_node_adopt(struct pf_node *node, struct pf_node *child) PF_CHECKED;

/* The error for what is nested too deeply. */
struct pf_error *pf_node_too_deep(void) PF_CHECKED;

/* "<=", "not in" … */
const char *pf_operation_name(enum pf_operation operation);

/* "len" … */
const char *pf_builtin_name(enum pf_builtin function);

/* The function that is called NAME; false: there is none. */
bool pf_builtin_find(const char *name, enum pf_builtin *ret);

#endif
