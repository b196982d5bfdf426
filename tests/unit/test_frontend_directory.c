// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "../../frontend/lib/directory.h"

static const struct front_expected expected = {
	.domid = 7,
	.vr = 3,
	.mac = { 0, 0x16, 0x3e, 0, 0, 1 },
};

static struct vwlan_directory sound(void)
{
	struct vwlan_directory d = {
		.magic = VWLAN_DIRECTORY_MAGIC,
		.major = VWLAN_ABI_MAJOR,
		.command_order = 14,
		.event_order = 15,
		.tx_order = 7,
		.rx_order = 6,
		.domid = 7,
		.vr = 3,
		.backend_refs = 1 + 8 + 1 + 32,
		.guest_refs = 1 + 4 + 1 + 64,
		.mac = { 0, 0x16, 0x3e, 0, 0, 1 },
	};
	unsigned int i;

	for (i = 0; i < VWLAN_DIRECTORY_REFS; i++)
		d.refs[i] = 1000 + i;
	return d;
}

static int try(const struct vwlan_directory *d)
{
	static struct front_directory directory;
	const char *problem;
	int rc = front_directory_read(&directory, d, &expected, &problem);

	cr_assert_eq(rc != 0, problem != NULL);
	return rc;
}

Test(front_directory, sound)
{
	static struct front_directory directory;
	struct vwlan_directory d = sound();
	const char *problem;

	cr_assert_eq(front_directory_read(&directory, &d, &expected,
					  &problem), 0);
	cr_assert_eq(directory.tag.domid, 7);
	cr_assert_eq(directory.tag.vr, 3);
	cr_assert_eq(directory.layout.tx_order, 7);
	cr_assert_eq(directory.refs[0], 1000);
	cr_assert_eq(directory.refs[VWLAN_DIRECTORY_REFS - 1],
		     999 + VWLAN_DIRECTORY_REFS);
}

Test(front_directory, any_number_of_slots_that_fits)
{
	struct vwlan_directory d = sound();

	d.tx_order = 6;
	d.guest_refs = 1 + 4 + 1 + 32;
	cr_assert_eq(try(&d), 0);
}

#define REFUSED(change) do { \
	struct vwlan_directory d = sound(); \
	d.change; \
	cr_assert_eq(try(&d), -EPROTO, "%s", #change); \
} while (0)

Test(front_directory, every_lie)
{
	REFUSED(magic = 0);
	REFUSED(major = VWLAN_ABI_MAJOR + 1);
	REFUSED(domid = 8);
	REFUSED(vr = 4);
	REFUSED(mac[5] = 2);
	REFUSED(command_order = 13);
	REFUSED(command_order = 17);
	REFUSED(event_order = 255);
	REFUSED(tx_order = 5);
	REFUSED(tx_order = 8);
	REFUSED(rx_order = 10);
	REFUSED(rx_order = 7);
	REFUSED(backend_refs--);
	REFUSED(backend_refs = 0xffff);
	REFUSED(guest_refs++);
	REFUSED(guest_refs = 0);
}
