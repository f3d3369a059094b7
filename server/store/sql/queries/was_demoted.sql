-- Whether version $2 of model $1 lost its place as champion because of what laboratories found.
SELECT EXISTS (SELECT FROM tracking.promotions WHERE name = $1 AND from_version = $2::integer AND outcome = 'demoted')
