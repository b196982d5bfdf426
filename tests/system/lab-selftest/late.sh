# SPDX-License-Identifier: GPL-2.0-or-later
barrier ready
publish word "made late"
sleep 1000
