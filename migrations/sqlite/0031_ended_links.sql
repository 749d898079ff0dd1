-- When a restore ended the link of an invitation; nothing once there is another one. It does not come to life again with
-- its invitation.
ALTER TABLE invitations ADD COLUMN link_ended_at INTEGER;
