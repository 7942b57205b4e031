"""Sign-in, cookies, headers. Members do not use Django's users: see ``members``."""

from csp.constants import NONCE, NONE, SELF

from config.settings.environment import BASE_URL, DEBUG, DEMO, TESTING, env

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "members.staff_login.StaffBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"] if TESTING else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_HTTP_RESPONSE_CODE = 429

ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
# Axes locks one name at one address. This slows down one name tried from many addresses, and many names from one. Both count in the database.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,20/300s/key"}
ACCOUNT_ADAPTER = "members.staff_login.StaffAccountAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "members.staff_login.StaffMfaAdapter"
MFA_FORMS = {
    "authenticate": "members.staff_second_step.AuthenticateForm",
    "reauthenticate": "members.staff_second_step.ReauthenticateForm",
    "activate_totp": "members.staff_second_step.ActivateTOTPForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Quanyi"
STAFF_TOTP_REQUIRED = not DEMO and not TESTING
LOGIN_URL = "/staff/login/"
LOGIN_REDIRECT_URL = "/staff/"

# Where a request may see every enterprise from its first statement on; everywhere else it begins as nobody.
PLATFORM_PATHS = ("/ops/", "/hr/", "/staff/", "/suppliers/", "/demo/", "/readyz")
SESSION_ENGINE = "common.scope.sessions"

_https = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
if _https:  # Cookies of these names can't be planted by another host of the same domain.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = False
# The proxy in front redirects, before anything reaches us.
SILENCED_SYSTEM_CHECKS = ["security.W008"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if _https else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    },
}

# A supplier's spreadsheet of codes must never rest in a file: uploads stay in memory, and their size is capped.
FILE_UPLOAD_HANDLERS = ["common.console.uploads.MemoryUpload"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 110 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

SHOWS_DEMO = DEMO or DEBUG

# Members' one-time codes that one network address may ask for in ten minutes. A demo is played by many from one desk.
LOGIN_CODES_PER_ADDRESS = env.int("LOGIN_CODES_PER_ADDRESS", default=200 if SHOWS_DEMO else 20)
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="Quanyi <no-reply@localhost>")

# The APIs' limits. A token or an object that is not there is a miss; who guesses is slowed down after some in ten minutes.
API_REQUESTS_PER_MEMBER = env.int("API_REQUESTS_PER_MEMBER", default=600)
API_REQUESTS_PER_KEY = env.int("API_REQUESTS_PER_KEY", default=6_000)
API_MISSES = env.int("API_MISSES", default=2_000 if SHOWS_DEMO or TESTING else 20)
# A program reads members that may not exist yet: its misses are many, and its own enterprise's.
API_MISSES_PER_KEY = env.int("API_MISSES_PER_KEY", default=100_000 if TESTING else 3_000)

# The limits of the risk rules are multiplied by this. One desk plays many members of a demo; a test plays all of them.
RISK_LIMITS_TIMES = env.int("RISK_LIMITS_TIMES", default=100 if TESTING else 10 if SHOWS_DEMO else 1)

# Complaints that a code doesn't work: those of so many members, and about so many percent of the codes of a lot that were shown, freeze
# the lot. One member may make so many a day.
COMPLAINTS_TO_FREEZE = env.int("COMPLAINTS_TO_FREEZE", default=3)
COMPLAINTS_TO_FREEZE_PERCENT = env.int("COMPLAINTS_TO_FREEZE_PERCENT", default=5)
COMPLAINTS_A_DAY = env.int("COMPLAINTS_A_DAY", default=5)

# SMS a month for an enterprise that has no number of its own.
SMS_A_MONTH = env.int("SMS_A_MONTH", default=20_000)

# A machine at which staff signed in is known again for a year: two logins at one machine are not two people.
DESK_COOKIE_DAYS = 365
