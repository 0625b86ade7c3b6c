# shellcheck shell=bash
# Runs inside a fresh root: types what the RUNBOOK says, edits what it says is to be edited, and looks at what came of it.
set -euo pipefail
cd /root/inside
export DEBIAN_FRONTEND=noninteractive PATH="/usr/local/sbin:$PATH"
install -D -m 755 systemctl /usr/local/sbin/systemctl
stop() { echo "inside: $*" >&2; exit 1; }
echo 'APT::Get::Assume-Yes "true";' > /etc/apt/apt.conf.d/90yes
# Packages made here come after those that are typed: the folder is named in each line.
mkdir -p /srv
cp -r portal /srv/portal
apt-get update -q > /dev/null
chmod 755 /root /root/inside

edited() { # what is to be put right before a line is typed
  case "$1" in
    'systemctl enable'*publisher*)
      # The sample's channel answers for the sample portal; its place is as in the example.
      sed -i 's|^FROM=.*|FROM=/srv/portal|' /etc/publisher/portal.conf
      ;;
    'systemctl restart desk-page')
      # Off until somebody says where it listens.
      systemctl restart desk-page
      [ ! -e /var/lib/terminal-page/identity.pem ] || stop "the page of the office is on although nobody wanted it"
      sed -i 's|^# listen = .*|listen = "127.0.0.1:8443"|' /etc/terminal/terminal.toml
      ;;
    'systemctl enable'*fleet*)
      # The inbox of this test is a folder in which nobody has reported yet.
      install -d /srv/inbox
      ;;
    'terminal-config check'*)
      cp /var/lib/publisher/keys/root.json /etc/terminal/root.json
      chmod 644 /etc/terminal/root.json
      sed -i -e 's|^feed = .*|feed = "file:///var/lib/publisher/feed/"|' -e 's|^connection = .*|connection = "none"|' /etc/terminal/terminal.toml
      ;;
  esac
}

typed=0
while IFS= read -r line; do
  [ -n "$line" ] || continue
  edited "$line"
  echo "+ $line"
  case "$line" in
    # The check says what is missing besides: nobody put a printer, a voice or a dictionary into this root.
    'systemctl start kiosk') said="$(bash -c "$line" 2>&1)" || true ;;
    *) said="$(bash -ec "$line" 2>&1)" || { echo "$said"; stop "failed: $line"; } ;;
  esac
  typed=$((typed + 1))
  case "$line" in
    'systemctl start publisher@'*) case "$said" in *published*) ;; *) stop "nothing was published: $said" ;; esac ;;
    'publisher verify'*) case "$said" in *"sound:"*) ;; *) stop "the feed is not sound: $said" ;; esac ;;
    'systemctl start kiosk')
      for there in 屏幕字体：已装好 凭条字体：已装好 文件库：可以读取 登记簿：可以写入; do
        case "$said" in *"$there"*) ;; *) stop "the touch screen lacks: $there in: $said" ;; esac
      done
      ;;
    *' search '*) case "$said" in *'"total":0'*) stop "nothing is found: $said" ;; *) ;; esac ;;
    'systemctl restart desk-page') case "$said" in ??:??:*) ;; *) stop "no fingerprint: $said" ;; esac ;;
    'systemctl start fleet'*) case "$said" in *'0 terminals'*) ;; *) stop "the page of the fleet was not made: $said" ;; esac ;;
  esac
done < typed
[ "$typed" -ge 12 ] || stop "only $typed lines were typed"

# Whose the files are.
owner() { stat -c '%U:%G %a' "$1"; }
[ "$(owner /var/lib/publisher/keys)" = 'terminal-publisher:terminal-publisher 700' ] || stop "keys: $(owner /var/lib/publisher/keys)"
[ "$(owner /var/lib/terminal/journal)" = 'terminal-kiosk:terminal 750' ] || stop "journal: $(owner /var/lib/terminal/journal)"
[ "$(owner /var/lib/terminal/mirror)" = 'terminal-sync:terminal 750' ] || stop "mirror: $(owner /var/lib/terminal/mirror)"

[ "$(owner /var/lib/terminal-page/identity.pem)" = 'terminal-page:terminal-page 600' ] || stop "certificate: $(owner /var/lib/terminal-page/identity.pem)"
[ "$(owner /run/terminal/hatch)" = 'terminal-kiosk:terminal-page 2750' ] || stop "hatch: $(owner /run/terminal/hatch)"

# Everything was removed by the last lines; nothing of the office's is gone, not by a purge either.
kept=(/var/lib/terminal/journal /var/lib/terminal/mirror/mirror.db /var/lib/publisher/keys/root.json /etc/terminal/terminal.toml /etc/publisher/portal.conf)
left() { for path in "${kept[@]}"; do [ -e "$path" ] || stop "$path is gone after $1"; done; }
for program in kiosk sync-agent printer terminal-config desk-page publisher fleet viewer; do
  if command -v "$program" > /dev/null; then stop "$program is still there"; fi
done
left remove
apt-get -qq purge 'reading-room-*' > /dev/null 2>&1
left purge
if dpkg -l | grep -q reading-room; then stop "$(dpkg -l | grep reading-room)"; fi
# And it goes on where it was.
apt-get -qq install ./*.deb > /dev/null 2>&1
systemctl restart sync-agent
runuser -u terminal-sync -- sync-agent --config /etc/terminal/terminal.toml verify
runuser -u terminal-publisher -- publisher verify /var/lib/publisher/feed --root /var/lib/publisher/keys/root.json
dpkg --audit
echo "inside: $typed lines typed, all well"
