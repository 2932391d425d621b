-- A ledger: one SQLite file. The columns of the exported tables are the fields of counterclaim/records.py, in
-- their order; lists are JSON text, flags 0 or 1, days ISO text. Times of building stand in builds and log only.
-- `row` is an internal number: it ties rows to the word indices and has to outlive a VACUUM.

-- ------------------------------------------------------------------ what was read

CREATE TABLE documents (
    document_id TEXT NOT NULL PRIMARY KEY,
    path TEXT NOT NULL,
    other_paths TEXT NOT NULL,
    media_type TEXT NOT NULL,
    byte_count INTEGER NOT NULL CHECK (byte_count >= 0),
    char_count INTEGER NOT NULL CHECK (char_count >= 0),
    encoding TEXT,
    text_sha256 TEXT NOT NULL,
    extractor TEXT NOT NULL,
    url TEXT,
    archived_url TEXT,
    retrieved_at TEXT,
    collected_at TEXT,
    collected_by TEXT,
    method TEXT,
    parent_id TEXT REFERENCES documents (document_id)
) STRICT;

-- Every path at which a document's bytes were met, with what was stated of it there.
CREATE TABLE paths (
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    path TEXT NOT NULL,
    url TEXT,
    archived_url TEXT,
    retrieved_at TEXT,
    collected_at TEXT,
    collected_by TEXT,
    method TEXT,
    parent_id TEXT REFERENCES documents (document_id),
    PRIMARY KEY (document_id, path)
) STRICT;

-- zlib streams; `size` is the number of bytes they unpack to.
CREATE TABLE blobs (
    document_id TEXT NOT NULL PRIMARY KEY REFERENCES documents (document_id),
    data BLOB NOT NULL,
    size INTEGER NOT NULL
) STRICT;

CREATE TABLE texts (
    document_id TEXT NOT NULL PRIMARY KEY REFERENCES documents (document_id),
    text BLOB NOT NULL
) STRICT;

CREATE TABLE articles (
    row INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL UNIQUE,
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    title TEXT,
    outlet TEXT,
    origin TEXT,
    byline TEXT,
    published TEXT,
    published_from TEXT,
    language TEXT,
    lineage_id TEXT NOT NULL,
    published_other TEXT
) STRICT;

CREATE TABLE furniture (
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    kind TEXT NOT NULL
) STRICT;

-- What one article was found to hold, before weighing (compressed JSON; entity fields hold keys).
CREATE TABLE findings (
    article_id TEXT NOT NULL PRIMARY KEY REFERENCES articles (article_id),
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    finder TEXT NOT NULL,
    payload BLOB NOT NULL
) STRICT;

CREATE TABLE rejects (
    path TEXT NOT NULL,
    document_id TEXT,
    stage TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (path, stage, reason)
) STRICT;

-- ------------------------------------------------------------------ what was weighed

CREATE TABLE entities (
    entity_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    aliases TEXT NOT NULL,
    wikidata TEXT,
    known INTEGER NOT NULL CHECK (known IN (0, 1)),
    public_role TEXT
) STRICT;

CREATE TABLE places (
    place_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    latitude REAL,
    longitude REAL,
    country TEXT,
    admin1 TEXT,
    geonames_id INTEGER,
    precision TEXT NOT NULL
) STRICT;

CREATE TABLE mentions (
    mention_id TEXT NOT NULL PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (article_id),
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    type TEXT NOT NULL,
    entity_id TEXT NOT NULL REFERENCES entities (entity_id),
    how TEXT NOT NULL
) STRICT;

CREATE TABLE claims (
    row INTEGER PRIMARY KEY,
    claim_id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES articles (article_id),
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    cue_start INTEGER,
    cue_end INTEGER,
    cue TEXT,
    speaker_start INTEGER,
    speaker_end INTEGER,
    speaker TEXT,
    speaker_id TEXT NOT NULL,
    on_behalf_of TEXT,
    stance TEXT NOT NULL,
    direct INTEGER NOT NULL CHECK (direct IN (0, 1)),
    chain TEXT NOT NULL,
    within TEXT REFERENCES claims (claim_id),
    confidence REAL NOT NULL,
    rule TEXT NOT NULL
) STRICT;

CREATE TABLE events (
    event_id TEXT NOT NULL PRIMARY KEY,
    type TEXT NOT NULL,
    mode TEXT,
    actor_ids TEXT NOT NULL,
    recipient_ids TEXT NOT NULL,
    place_ids TEXT NOT NULL,
    date_earliest TEXT,
    date_latest TEXT,
    account_count INTEGER NOT NULL,
    witness_count INTEGER NOT NULL,
    level TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;

CREATE TABLE accounts (
    account_id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (event_id),
    article_id TEXT NOT NULL REFERENCES articles (article_id),
    claim_id TEXT REFERENCES claims (claim_id),
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    type TEXT NOT NULL,
    mode TEXT,
    status TEXT NOT NULL,
    actor_ids TEXT NOT NULL,
    recipient_ids TEXT NOT NULL,
    place_ids TEXT NOT NULL,
    date_earliest TEXT,
    date_latest TEXT,
    killed_low INTEGER,
    killed_high INTEGER,
    injured_low INTEGER,
    injured_high INTEGER,
    informant_ids TEXT NOT NULL,
    witness_id TEXT NOT NULL,
    confidence REAL NOT NULL,
    rule TEXT NOT NULL
) STRICT;

CREATE TABLE casualties (
    account_id TEXT NOT NULL REFERENCES accounts (account_id),
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    harm TEXT NOT NULL,
    "group" TEXT,
    side_id TEXT,
    low INTEGER,
    high INTEGER
) STRICT;

CREATE TABLE support (
    event_id TEXT NOT NULL REFERENCES events (event_id),
    slot TEXT NOT NULL,
    value TEXT,
    level TEXT NOT NULL,
    witness_count INTEGER NOT NULL,
    account_ids TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE TABLE disputes (
    dispute_id TEXT NOT NULL PRIMARY KEY,
    about TEXT NOT NULL,
    kind TEXT NOT NULL,
    slot TEXT NOT NULL,
    event_id TEXT REFERENCES events (event_id),
    positions TEXT NOT NULL
) STRICT;

CREATE TABLE relations (
    relation_id TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL,
    predicate TEXT NOT NULL,
    object_id TEXT NOT NULL,
    title TEXT,
    stance TEXT NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (article_id),
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    claim_id TEXT REFERENCES claims (claim_id),
    date_earliest TEXT,
    date_latest TEXT
) STRICT;

CREATE TABLE quantities (
    article_id TEXT NOT NULL REFERENCES articles (article_id),
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    low INTEGER,
    high INTEGER,
    modifier TEXT,
    unit TEXT,
    counts TEXT
) STRICT;

CREATE TABLE dates (
    article_id TEXT NOT NULL REFERENCES articles (article_id),
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    value TEXT NOT NULL,
    earliest TEXT,
    latest TEXT
) STRICT;

CREATE TABLE wording (
    article_id TEXT NOT NULL REFERENCES articles (article_id),
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    referent_id TEXT,
    term TEXT NOT NULL
) STRICT;

CREATE TABLE copies (
    article_id TEXT NOT NULL REFERENCES articles (article_id),
    other_id TEXT NOT NULL REFERENCES articles (article_id),
    kind TEXT NOT NULL,
    coverage REAL NOT NULL
) STRICT;

-- The digest of an article's weighed rows: unchanged articles are not written again, and verify recomputes it.
CREATE TABLE weighed (
    article_id TEXT NOT NULL PRIMARY KEY REFERENCES articles (article_id),
    digest TEXT NOT NULL
) STRICT;

-- Ids that were shown and are gone; new_id is null where nothing took their place.
CREATE TABLE redirects (
    old_id TEXT NOT NULL,
    new_id TEXT,
    "table" TEXT NOT NULL,
    build INTEGER,
    PRIMARY KEY ("table", old_id)
) STRICT;

-- Between a withdrawal and the next weighing: which ids were shown, and what of them is still there (ids only).
CREATE TABLE former (
    "table" TEXT NOT NULL,
    id TEXT NOT NULL,
    member TEXT NOT NULL,
    PRIMARY KEY ("table", id, member)
) STRICT;

-- ------------------------------------------------------------------ what was done and decided

CREATE TABLE state (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE builds (
    build INTEGER PRIMARY KEY,
    program TEXT NOT NULL,
    schema INTEGER NOT NULL,
    settings TEXT NOT NULL,
    settings_digest TEXT NOT NULL,
    knowledge_digest TEXT NOT NULL,
    model_digest TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    counts TEXT
) STRICT;

CREATE TABLE withdrawn (
    document_id TEXT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    why TEXT NOT NULL,
    path TEXT NOT NULL
) STRICT;

CREATE TABLE decisions (
    seq INTEGER PRIMARY KEY,
    decision_id TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL,
    by TEXT NOT NULL,
    action TEXT NOT NULL,
    target_table TEXT NOT NULL,
    target_id TEXT NOT NULL,
    document_id TEXT,
    start INTEGER,
    "end" INTEGER,
    words TEXT,
    "before" TEXT,
    "after" TEXT,
    why TEXT
) STRICT;

-- What the last weighing made of each decision; "rows" lists "table id" of what it bears on.
CREATE TABLE outcomes (
    decision_id TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    rows TEXT NOT NULL
) STRICT;

CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER log_no_update BEFORE UPDATE ON log
BEGIN
    SELECT RAISE(ABORT, 'the log is only ever added to');
END;

-- INSERT OR REPLACE deletes without waking the triggers on DELETE.
CREATE TRIGGER log_no_replace BEFORE INSERT ON log
WHEN EXISTS (SELECT 1 FROM log WHERE log.seq = NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'the log is only ever added to');
END;

CREATE TRIGGER log_no_delete BEFORE DELETE ON log
BEGIN
    SELECT RAISE(ABORT, 'the log is only ever added to');
END;

CREATE TRIGGER decisions_no_replace BEFORE INSERT ON decisions
WHEN EXISTS (
    SELECT 1 FROM decisions WHERE decisions.seq = NEW.seq OR decisions.decision_id = NEW.decision_id
)
BEGIN
    SELECT RAISE(ABORT, 'decisions are only ever added to');
END;

CREATE TRIGGER decisions_no_delete BEFORE DELETE ON decisions
BEGIN
    SELECT RAISE(ABORT, 'decisions are only ever added to');
END;

-- The one exception: a decision about a withdrawn document, or one that quotes it, loses the words, and nothing else.
CREATE TRIGGER decisions_no_update BEFORE UPDATE ON decisions
WHEN NOT (
    EXISTS (
        SELECT 1 FROM withdrawn WHERE withdrawn.document_id = OLD.document_id
        OR instr(OLD."before", withdrawn.document_id) OR instr(OLD."after", withdrawn.document_id)
    )
    AND NEW.words IS NULL AND NEW."before" IS NULL AND NEW."after" IS NULL
    AND NEW.seq IS OLD.seq AND NEW.decision_id IS OLD.decision_id AND NEW.made_at IS OLD.made_at
    AND NEW.by IS OLD.by AND NEW.action IS OLD.action AND NEW.target_table IS OLD.target_table
    AND NEW.target_id IS OLD.target_id AND NEW.document_id IS OLD.document_id AND NEW.start IS OLD.start
    AND NEW."end" IS OLD."end" AND NEW.why IS OLD.why
)
BEGIN
    SELECT RAISE(ABORT, 'decisions are only ever added to');
END;

-- ------------------------------------------------------------------ indices

CREATE INDEX documents_parent ON documents (parent_id);
CREATE INDEX documents_path ON documents (path);
CREATE INDEX paths_path ON paths (path);
CREATE INDEX paths_parent ON paths (parent_id);
CREATE INDEX articles_document ON articles (document_id, start);
CREATE INDEX furniture_document ON furniture (document_id, start);
CREATE INDEX findings_document ON findings (document_id);
CREATE INDEX mentions_article ON mentions (article_id);
CREATE INDEX mentions_document ON mentions (document_id, start);
CREATE INDEX mentions_entity ON mentions (entity_id);
CREATE INDEX claims_article ON claims (article_id);
CREATE INDEX claims_document ON claims (document_id, start);
CREATE INDEX claims_speaker ON claims (speaker_id);
CREATE INDEX claims_within ON claims (within);
CREATE INDEX accounts_article ON accounts (article_id);
CREATE INDEX accounts_document ON accounts (document_id, start);
CREATE INDEX accounts_event ON accounts (event_id);
CREATE INDEX accounts_claim ON accounts (claim_id);
CREATE INDEX casualties_account ON casualties (account_id);
CREATE INDEX casualties_document ON casualties (document_id, start);
CREATE INDEX support_event ON support (event_id);
CREATE INDEX disputes_event ON disputes (event_id);
CREATE INDEX relations_article ON relations (article_id);
CREATE INDEX relations_document ON relations (document_id, start);
CREATE INDEX relations_claim ON relations (claim_id);
CREATE INDEX quantities_article ON quantities (article_id);
CREATE INDEX quantities_document ON quantities (document_id, start);
CREATE INDEX dates_article ON dates (article_id);
CREATE INDEX dates_document ON dates (document_id, start);
CREATE INDEX wording_article ON wording (article_id);
CREATE INDEX wording_document ON wording (document_id, start);
CREATE INDEX copies_article ON copies (article_id);
CREATE INDEX copies_other ON copies (other_id);

-- Indices of words hold no second copy of the texts; rowid is `row` of articles and claims.
CREATE VIRTUAL TABLE articles_fts USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE claims_fts USING fts5 (
    text, speaker, content = 'claims', content_rowid = 'row', tokenize = 'unicode61 remove_diacritics 2'
);
