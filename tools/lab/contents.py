# SPDX-License-Identifier: GPL-2.0-or-later
"""What is in the images: packages, programs, modules, by role."""

PACKAGES = """linux-image-amd64 xen-system-amd64 xen-utils-common
xenstore-utils libgcc-s1 libc-bin bash busybox-static util-linux kmod procps
iproute2 iw iperf3 tcpdump ethtool strace wpasupplicant hostapd dnsmasq-base
nftables libcap2-bin jq wireless-regdb""".split()

# Shell patterns below the unpacked packages' root. A plain name that
# nothing matches is an error: the archive has changed.
PROGRAMS = {
    "base": """usr/bin/bash usr/bin/busybox usr/bin/ip usr/sbin/tc
    usr/sbin/bridge usr/bin/ss usr/sbin/iw usr/bin/iperf3 usr/bin/tcpdump
    usr/sbin/ethtool usr/bin/strace usr/sbin/wpa_supplicant
    usr/sbin/wpa_cli usr/bin/wpa_passphrase usr/bin/kmod usr/sbin/modprobe
    usr/sbin/insmod usr/sbin/rmmod usr/sbin/lsmod usr/sbin/depmod
    usr/sbin/modinfo usr/bin/xenstore* usr/sbin/capsh usr/sbin/getpcaps
    usr/sbin/setcap usr/sbin/getcap usr/bin/unshare usr/bin/nsenter
    usr/bin/setpriv usr/bin/flock usr/bin/taskset usr/bin/prlimit
    usr/bin/jq usr/sbin/sysctl usr/bin/ps usr/bin/pgrep usr/bin/pkill
    usr/bin/top usr/bin/getent lib/firmware/regulatory.db*
    usr/lib/x86_64-linux-gnu/ossl-modules/legacy.so""".split(),
    "dom0": "usr/sbin/hostapd usr/sbin/dnsmasq".split(),
    "driver": """usr/sbin/hostapd usr/sbin/hostapd_cli usr/sbin/dnsmasq
    usr/sbin/nft""".split(),
    "guest": [],
}

# Programs of the hypervisor's own folder, usr/lib/xen-VERSION/bin.
XEN_PROGRAMS = {
    "dom0": """xl xenstored oxenstored xenconsoled xenconsole xen-init-dom0
    libxl-save-helper xentop xenstore-control lsevtchn xen-diag xenpm
    xentrace xenperf xenwatchdogd""".split(),
    "driver": ["xl", "lsevtchn"],
    "base": [],
    "guest": [],
}

# Loaded at boot, in this order.
LOAD = {
    "dom0": """xen-evtchn xen-gntdev xen-gntalloc xenfs xen-privcmd
    xen-pciback""".split(),
    "driver": "xen-evtchn xen-gntdev xen-gntalloc xenfs xen-privcmd".split(),
    "guest": "xen-evtchn xen-gntdev xen-gntalloc xenfs".split(),
}

# Asked for by name by mac80211; without them associations fail late.
CIPHERS = """ctr ccm cmac gcm aesni_intel libarc4 michael_mic
 ghash_generic""".split()

COMMON_MODULES = """tun veth bridge dummy macvlan xen-netfront cfg80211
xen-netback af_packet loop 8021q""".split()

# There for modprobe, beside those in LOAD.
MODULES = {
    "dom0": """9p 9pnet_virtio virtio_pci virtio_console tun bridge veth
    dummy xen-netback xen-blkback loop af_packet""".split(),
    "driver": COMMON_MODULES + CIPHERS + """mac80211 mac80211_hwsim
    xen-pcifront e1000e e1000 igb ifb macvtap vhost_net
    sch_ingress sch_fq_codel sch_fq sch_htb sch_tbf sch_netem sch_prio
    sch_drr sch_ets cls_matchall cls_flower cls_u32 cls_fw cls_basic
    cls_bpf act_gact act_mirred act_police act_skbedit act_pedit act_csum
    nf_tables nft_ct nft_limit nft_masq nft_nat nft_chain_nat nft_reject
    nft_reject_inet nft_fwd_netdev nft_dup_netdev nft_hash nft_numgen
    nf_conntrack nft_log nf_log_syslog nft_quota""".split(),
    "guest": COMMON_MODULES + CIPHERS + "mac80211".split(),
}

PASSWD = """root:x:0:0:root:/root:/bin/bash
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
dnsmasq:x:993:65534:dnsmasq:/nonexistent:/usr/sbin/nologin
vwland:x:990:990:vwland:/nonexistent:/usr/sbin/nologin
vwlan-worker:x:991:991:vwlan worker:/nonexistent:/usr/sbin/nologin
vwlan:x:992:992:vwlan frontend:/nonexistent:/usr/sbin/nologin
messagebus:x:994:994:dbus:/nonexistent:/usr/sbin/nologin
"""
GROUP = """root:x:0:
adm:x:4:
tty:x:5:
netdev:x:110:
dip:x:30:
nogroup:x:65534:
vwland:x:990:
vwlan-worker:x:991:
vwlan:x:992:
messagebus:x:994:
"""
FILES = {
    "etc/passwd": PASSWD,
    "etc/group": GROUP,
    "etc/shadow": "root:*:19000:0:99999:7:::\n",
    "etc/hosts": "127.0.0.1 localhost\n",
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    "etc/protocols": "icmp 1 ICMP\ntcp 6 TCP\nudp 17 UDP\n",
    "etc/profile": "PS1='\\h:\\w# '\nexport TERM=${TERM:-linux}\n"
                   "[ -f /lab/lab-lib.sh ] && . /lab/lab-lib.sh\n",
}
