"""A PostgreSQL server of its own: a socket in a temporary directory, and gone at the end."""
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

# The disk is not what is measured. All else that bears on time is as installed, but for room in the log and in memory
# that any server with such loads has.
SETTINGS = {
    "fsync": "off", "max_wal_size": "8GB", "checkpoint_timeout": "1h", "shared_buffers": "1GB",
    "maintenance_work_mem": "256MB", "listen_addresses": "''", "autovacuum": "off",
}


class Server:
    def __enter__(self):
        self.directory = tempfile.mkdtemp(prefix="plan-bench-")
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self.directory, account.pw_uid, account.pw_gid)
        self._run("initdb", "-D", f"{self.directory}/data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C")
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        self._run(
            "pg_ctl", "-w", "-D", f"{self.directory}/data", "-l", f"{self.directory}/log",
            "-o", f"-k {self.directory} {options}", "start")
        self.process = int(pathlib.Path(f"{self.directory}/data/postmaster.pid").read_text().split()[0])
        return self

    def __exit__(self, *_):
        self._run("pg_ctl", "-D", f"{self.directory}/data", "-m", "immediate", "stop")
        shutil.rmtree(self.directory, ignore_errors=True)

    def _run(self, program, *arguments):
        command = [str(_binaries() / program), *arguments]
        if os.getuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def url(self, database):
        return f"postgresql:///{database}?host={self.directory}&user=postgres"

    def psql(self, database, sql):
        return subprocess.run(
            ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", self.url(database), "-c", sql],
            check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, "PGOPTIONS": "-c client_min_messages=error"},
        ).stdout.strip()

    def copy_out(self, database, query, path):
        """The rows of a query in a file, in COPY's binary form."""
        with open(path, "wb") as file:
            subprocess.run(
                ["psql", "-Xq", "-d", self.url(database), "-c", f"COPY ({query}) TO STDOUT (FORMAT binary)"],
                check=True, stdout=file)

    def fresh_database(self, name):
        """An empty database, and no work of before that is still to be done."""
        self.psql("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.psql("postgres", f"CREATE DATABASE {name}")
        self.psql(name, "CHECKPOINT")

    def cpu_seconds(self):
        """What the server's processes have used, those that have ended included."""
        total = _ticks(self.process, ended_children=True)
        for child in pathlib.Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split():
            total += _ticks(child, ended_children=False)
        return total / os.sysconf("SC_CLK_TCK")


def _ticks(process, ended_children):
    try:
        fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    # utime, stime, cutime, cstime: fields 14 to 17 of proc(5), counted from the state, which is the third.
    return sum(int(field) for field in fields[11 : 15 if ended_children else 13])


def _binaries():
    found = subprocess.run(["pg_config", "--bindir"], stdout=subprocess.PIPE, text=True, check=False)
    places = [pathlib.Path(found.stdout.strip())] if found.returncode == 0 else []
    places += sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for place in places:
        if (place / "initdb").exists():
            return place
    raise SystemExit("no PostgreSQL server is installed")
