#!/bin/sh
# Zabbix's server on a MariaDB of its own, without its frontend, which would write what is written into the
# database here: it reads the exporter, discovers depots, and tells of a problem.
. "$(dirname "$0")/lib.sh"
debian zabbix-server-mysql=1:6.0.14+dfsg-1+b1 mariadb-server-core=1:10.11.19-0+deb12u1 \
    mariadb-client-core=1:10.11.19-0+deb12u1 mariadb-server=1:10.11.19-0+deb12u1 fping=5.1-1 \
    libltdl7=2.4.7-7~deb12u1 libmariadb3=1:10.11.19-0+deb12u1 libodbc2=2.3.11-2+deb12u1 \
    libopenipmi0=2.0.33-1+b1 libpci3=1:3.9.0-4 libsnmp40=5.9.3+dfsg-2+deb12u1 libwrap0=7.6.q-32 \
    liburing2=2.3-3 libaio1=0.3.113-4 libnuma1=2.0.16-1
PATH=$work/usr/sbin:$PATH
LD_LIBRARY_PATH=$work/usr/lib/x86_64-linux-gnu:$work/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH
fleet

# The database: nobody but this script reaches it.
socket=$work/database.sock
mysql_install_db --no-defaults --basedir="$work/usr" --datadir="$work/database" --user="$(id -un)" \
    --skip-test-db --auth-root-authentication-method=normal >install 2>&1 || fail "$(tail -n 3 install)"
run mariadbd --no-defaults --basedir="$work/usr" --datadir="$work/database" --user="$(id -un)" \
    --socket="$socket" --skip-networking --innodb-flush-log-at-trx-commit=0
sql() { mariadb --no-defaults --user=root --socket="$socket" --skip-column-names --batch "$@"; }
await sql -e 'select 1'
sql -e 'create database zabbix character set utf8mb4 collate utf8mb4_bin'
for part in schema images data; do
    zcat "$work/usr/share/zabbix-server-mysql/$part.sql.gz" | sql zabbix
done

# A host; the exporter's page as its item (type 19, HTTP agent), and items that depend on it (18), with the
# steps "Prometheus pattern" (22) and "Prometheus to JSON" (23). Item 905 is a discovery rule (flags 1), 906
# what it makes an item of for each depot (flags 2).
cat > items.sql <<Q
set sql_mode = '';
update hosts set status = 1 where status = 0;
insert into hosts (hostid, host, name, status) values (900, 'opsi', 'opsi', 0);
insert into items (itemid, type, hostid, name, key_, value_type, url, delay, timeout, history, trends)
    values (901, 19, 900, 'metrics', 'opus.metrics', 4, 'http://$exporter/metrics', '1s', '9s', '0', '0');
insert into items (itemid, type, hostid, name, key_, value_type, delay, master_itemid, flags) values
    (902, 18, 900, 'opsi is up', 'opus.up', 3, '0', 901, 0),
    (903, 18, 900, 'clients failed', 'opus.failed', 3, '0', 901, 0),
    (904, 18, 900, 'version', 'opus.version', 1, '0', 901, 0),
    (905, 18, 900, 'depots', 'opus.depots', 4, '0', 901, 1),
    (906, 18, 900, 'failed on {#DEPOT}', 'opus.failed[{#DEPOT}]', 3, '0', 901, 2);
insert into item_preproc (item_preprocid, itemid, step, type, params) values
    (902, 902, 1, 22, 'opsi_up\nvalue\n'),
    (903, 903, 1, 22, 'opsi_clients_failed\nfunction\nsum'),
    (904, 904, 1, 22, 'opsi_exporter_build_info\nlabel\nversion'),
    (905, 905, 1, 23, 'opsi_clients_failed'),
    (906, 906, 1, 22, 'opsi_clients_failed{depot="{#DEPOT}"}\nvalue\n');
insert into lld_macro_path (lld_macro_pathid, itemid, lld_macro, path)
    values (905, 905, '{#DEPOT}', '$.labels.depot');
insert into item_discovery (itemdiscoveryid, itemid, parent_itemid) values (906, 906, 905);
insert into item_rtdata (itemid) values (901), (902), (903), (904), (905);
insert into triggers (triggerid, expression, description, priority) values
    (900, '{900}=0', 'opsi cannot be read', 4), (901, '{901}>0', 'installs failed', 3);
insert into functions (functionid, itemid, triggerid, name, parameter) values
    (900, 902, 900, 'last', '\$'), (901, 903, 901, 'last', '\$');
Q
sql zabbix < items.sql
# Zabbix refuses ports above 32767.
cat > server.conf <<C
AllowRoot=1
AllowUnsupportedDBVersions=1
ListenIP=127.0.0.1
ListenPort=$((20000 + $(free_port) % 12000))
DBName=zabbix
DBUser=root
DBSocket=$socket
LogFile=$work/server.log
PidFile=$work/server.pid
SocketDir=$work
StartPingers=0
StartDiscoverers=0
StartHTTPPollers=0
CacheUpdateFrequency=1
FpingLocation=$work/usr/bin/fping
C
run zabbix_server -f -c server.conf
problem() { sql zabbix -e "select name from problem where name = '$1' and r_eventid is null" | grep -q .; }
await problem 'installs failed'
said "the problem \"installs failed\": the sum over depots is $(sql zabbix -e \
    'select value from history_uint where itemid = 903 order by clock desc limit 1')"
! problem 'opsi cannot be read' || fail "opsi can't be read"
said "opsi is up: $(sql zabbix -e 'select value from history_uint where itemid = 902 limit 1')," \
    "a label: $(sql zabbix -e 'select value from history_str where itemid = 904 limit 1')"
grep "^opsi_clients_failed	depot" expected | sed 's/^[^	]*	depot	//' | LC_ALL=C sort > depots
discovered() {
    sql zabbix -e 'select substring(key_, 13, length(key_) - 13), max(value)
        from items join history_uint using (itemid) where flags = 4 group by key_' \
        | sed 's/^"\(.*\)"	/\1	/' | LC_ALL=C sort > seen
    cmp -s depots seen
}
await discovered
said "discovered $(wc -l < seen) depots, all with the right count"
kill "$(cat mock.pid)"
await problem 'opsi cannot be read'
said "the server is gone: the problem \"opsi cannot be read\""
