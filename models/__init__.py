"""The tables, one file per noun. Plain SQLAlchemy: nothing here knows Flask or the service."""

from .account import Account, AccountArea, AccountEvent, Contact, Link, RoleGrant
from .area import Area, AreaCode, AreaList, AreaListEntry, Deprivation
from .area_count import AreaCount
from .base import Base
from .broker import Broker, BrokerArea, BrokerCover, BrokerTie
from .business import Business, Offer
from .case import Case
from .case_note import CaseNote, CheckIn
from .concern import Concern, ConcernEvent, FirmPause, FirmPauseReply, NotAgain
from .draft import Draft
from .entry import Entry, EntryEvent
from .guess import GuessCorrection
from .handover import Handover, HandoverItem
from .imported_list import ImportedContent, ImportedList, ImportedRow
from .introducer import Introducer
from .match import Match, MatchAnswer, MatchEvent, MatchPart
from .merge import EntryMerge
from .message import Message, MessageChoice, Suppression
from .neighbourhood import Neighbourhood, NeighbourhoodList, NeighbourhoodSmallArea, SmallArea
from .partnership import Member, Need, NeedPart, Partnership, PartnershipArea, Seat
from .plan import Plan, PlanArea, PlanGap, PlanPair, PlanRule, PlanRun
from .report import FrozenLine, FrozenReport, FundTag, FundTagGiven
from .result import Result, ResultLine
from .seat_gap import SeatEvent, SeatGap, SeatGapEvent, SeatInvitation
from .start_check import StartCheck, StartCheckRule
from .story import Story, StoryEvent
from .suggestion import Decision, Suggestion, SuggestionEvent
from .survey import CouncilProgramme, SurveyAnswer, SurveyAsked, SurveyQuestion, SurveyWave
from .weights import Retraining, WeightsVersion

__all__ = [
    "Account",
    "AccountArea",
    "AccountEvent",
    "Area",
    "AreaCode",
    "AreaCount",
    "AreaList",
    "AreaListEntry",
    "Base",
    "Broker",
    "BrokerArea",
    "BrokerCover",
    "BrokerTie",
    "Business",
    "Case",
    "CaseNote",
    "CheckIn",
    "Concern",
    "ConcernEvent",
    "Contact",
    "CouncilProgramme",
    "Decision",
    "Deprivation",
    "Draft",
    "Entry",
    "EntryEvent",
    "EntryMerge",
    "FirmPause",
    "FirmPauseReply",
    "FrozenLine",
    "FrozenReport",
    "FundTag",
    "FundTagGiven",
    "GuessCorrection",
    "Handover",
    "HandoverItem",
    "ImportedContent",
    "ImportedList",
    "ImportedRow",
    "Introducer",
    "Link",
    "Match",
    "MatchAnswer",
    "MatchEvent",
    "MatchPart",
    "Member",
    "Message",
    "MessageChoice",
    "Need",
    "NeedPart",
    "Neighbourhood",
    "NeighbourhoodList",
    "NeighbourhoodSmallArea",
    "NotAgain",
    "Offer",
    "Partnership",
    "PartnershipArea",
    "Plan",
    "PlanArea",
    "PlanGap",
    "PlanPair",
    "PlanRule",
    "PlanRun",
    "Result",
    "ResultLine",
    "Retraining",
    "RoleGrant",
    "Seat",
    "SeatEvent",
    "SeatGap",
    "SeatGapEvent",
    "SeatInvitation",
    "SmallArea",
    "StartCheck",
    "StartCheckRule",
    "Story",
    "StoryEvent",
    "Suggestion",
    "SuggestionEvent",
    "Suppression",
    "SurveyAnswer",
    "SurveyAsked",
    "SurveyQuestion",
    "SurveyWave",
    "WeightsVersion",
]
