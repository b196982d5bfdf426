// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes docs/xenstore.md: the contract's nodes, as a document. */
#include <stdlib.h>

#include "vwlan_nodes.h"

int main(void)
{
	vwlan_nodes_document(stdout);
	return fflush(stdout) || ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
