/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VWLANFRONT_STATION_H
#define VWLANFRONT_STATION_H
#include "device.h"
static inline void vwlan_station_lost(struct vwlan_device *d) { }
static inline void vwlan_station_destroy(struct vwlan_device *d) { }
static inline int vwlan_station_begin(struct vwlan_device *d, const char **problem) { return -EOPNOTSUPP; }
#endif
