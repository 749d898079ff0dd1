-- Whether what a dismissed employee had sent is revoked with him.
ALTER TABLE companies ADD COLUMN revoke_with_inviter BIGINT NOT NULL DEFAULT 0;
